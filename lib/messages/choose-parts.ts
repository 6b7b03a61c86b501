import type { FetchedPart } from "@/lib/imap/mail-session";

/** The first part of this kind that the sender did not mark as an attachment. */
export function choosePart(
  parts: readonly FetchedPart[],
  mimeType: "text/plain" | "text/html",
): FetchedPart | null {
  return parts.find((part) => part.mimeType === mimeType && part.disposition !== "attachment") ?? null;
}

/** Everything beside the shown text: signatures and delivery reports too, since nothing else shows them. */
export function isAttachment(part: FetchedPart): boolean {
  return !part.mimeType.startsWith("multipart/");
}
