import type { MessageFailure } from "@/lib/messages/schema";

/** Every reason for which mail cannot be read, less those that any call can meet. */
export const readingReasons = [
  "not-found",
  "mailbox-not-ready",
  "mailbox-login-refused",
  "mail-server-unavailable",
  "message-gone",
  "folder-not-found",
  "quota-exceeded",
  "message-too-complex",
] as const satisfies readonly MessageFailure["reason"][];
