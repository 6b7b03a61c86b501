import { htmlToText } from "./html-to-text";

/** What the sender wrote as text, or else the words of the HTML, in which tags have left many empty lines. */
export function messageWords({
  text,
  html,
}: {
  readonly text: string | null;
  readonly html: string | null;
}): string {
  if (text?.trim()) return text;
  return htmlToText(html ?? "").replace(/[ \t]*\n\s*\n\s*/g, "\n\n");
}
