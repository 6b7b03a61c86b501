import type { ParsedHeaders } from "@/lib/imap/mail-parser";

/**
 * Whether a message in a shared account is this address's. The servers' own delivery notes decide, the topmost one
 * alone: each server writes above what it received, so a sender's forgery lies below it. A note that names the shared
 * account itself says nothing. Only mail without any note is judged by To and Cc.
 */
export function isDeliveredTo(headers: ParsedHeaders, address: string, sharedUser: string): boolean {
  const shared = sharedUser.toLowerCase();
  const note = headers.deliveries.find((delivery) => delivery.address !== shared);
  if (note) return note.address === address;
  return [...headers.to, ...headers.cc].some((recipient) => recipient.address.toLowerCase() === address);
}
