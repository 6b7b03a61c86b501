const MIB = 1024 * 1024;

/** What is read of a header in a list, and of one message: trace lines of honest mail take 4 to 12 KB. */
export const LIST_HEADER_BYTES = 16 * 1024;
export const MESSAGE_HEADER_BYTES = 64 * 1024;

/** What is read of one message's tree. */
export const MAX_PARTS = 200;
export const MAX_DEPTH = 20;

/** Of all text parts together, as sent: what the parser's thread decodes well within its time. */
export const MAX_TEXT_BYTES = 5 * MIB;
/** Of the HTML that a browser is given. */
export const MAX_HTML_CHARACTERS = MIB;

export const MAX_INLINE_IMAGES = 20;
export const MAX_INLINE_IMAGE_BYTES = 512 * 1024;

/** Of the message as text, for one that cannot be shown otherwise. */
export const MAX_SOURCE_BYTES = 256 * 1024;

/** What is put into a folder: a mail of 25 MiB, encoded. */
export const MAX_APPENDED_BYTES = 36 * MIB;

/** Recipients that a list names. */
export const MAX_LISTED_RECIPIENTS = 5;

export const MAX_THREAD_MESSAGES = 50;

/** One question to the mail server brings at most this much. */
export const CHUNK_BYTES = 256 * 1024;

/** A reader that keeps a page open counts as one reading. */
export const READ_AGAIN_AFTER_MS = 5 * 60_000;

/** Images a browser decodes without running anything; SVG is a document with scripts. */
export const SAFE_IMAGE_TYPES: ReadonlySet<string> = new Set([
  "image/png",
  "image/jpeg",
  "image/gif",
  "image/webp",
]);
