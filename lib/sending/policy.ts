import type { RateLimit } from "@/lib/database/rate-limits";

/** Here because browser code may load it: a page can say what is wrong before the form is sent. */
export { formatRecipients, parseRecipients } from "./parse-recipients";

const MIB = 1024 * 1024;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Of one message: to, cc and bcc together. */
export const MAX_RECIPIENTS = 100;
export const MAX_SUBJECT_CHARACTERS = 500;
/** Of the text, and of the HTML. */
export const MAX_BODY_CHARACTERS = MIB;
export const MAX_ATTACHMENTS = 50;
/** Of the files before encoding: base64 makes about 27.5 MiB of them. */
export const MAX_ATTACHMENT_BYTES = 20 * MIB;
/** Of the whole message as it goes to the mail server. Mailcow takes 100 MiB, most of the world 25 to 50. */
export const MAX_MESSAGE_BYTES = 32 * MIB;
/** Message-IDs in References: the first and the newest ones. */
export const MAX_REFERENCES = 20;

/** Longest time in which a message can be taken back before it is sent. */
export const MAX_HOLD_SECONDS = 60;

/** A stolen session or token cannot send more than this. */
export const MAILBOX_LIMIT: RateLimit = { name: "send-mailbox", points: 100, perSeconds: 3_600 };
/** Of all its messages together. */
export const MAX_RECIPIENTS_AN_HOUR = 500;
export const TOKEN_LIMIT: RateLimit = { name: "send-token", points: 60, perSeconds: 3_600 };

/** Sealed pieces: small enough that reading and writing one costs no memory to speak of. */
export const CHUNK_BYTES = MIB;

/** After this the message has failed. */
export const TRIES_END_AFTER_MS = 24 * HOUR_MS;
const PAUSES_MS = [0.5, 2, 5, 15, 30].map((minutes) => minutes * MINUTE_MS);
const LONGEST_PAUSE_MS = HOUR_MS;
/** Longer than a refused login is remembered: each further one counts towards Mailcow's ban. */
export const AFTER_REFUSED_LOGIN_MS = 20 * MINUTE_MS;
const JITTER = 0.2;

/** How long to wait after so many tries, in milliseconds. */
export function pauseAfter(attempts: number, random: () => number = Math.random): number {
  return Math.round((PAUSES_MS[attempts - 1] ?? LONGEST_PAUSE_MS) * (1 + JITTER * random()));
}

/** Of putting the copy among the sent mail; the message has been sent by then. */
export const FILING_ENDS_AFTER_MS = 24 * HOUR_MS;

/** In milliseconds: as long as it has been tried already, within bounds. */
export function filingPauseAfter(ageMs: number): number {
  return Math.min(LONGEST_PAUSE_MS, Math.max(10_000, ageMs));
}

/** A try that is younger may still be at work when another worker comes by. */
export const ABANDONED_AFTER_MS = 15_000;

/** What was not sent waits this long for somebody to send it again or to take it up as a draft. */
export const CONTENT_KEPT_DAYS = 7;
/** What remains of every message: sender, recipients, subject, outcome. */
export const ROW_KEPT_DAYS = 30;

/** Nobody approves what they do not remember. */
export const APPROVAL_WAITS_DAYS = 7;
export const APPROVAL_LINK_HOURS = 24;

/** Aliases change rarely, and Mailcow logs every question. */
export const ALIASES_EVERY_MS = 15 * MINUTE_MS;
