import type { SearchObject } from "imapflow";
import type { SearchCriteria, SequenceWindow } from "./mail-session";

const MAX_TEXT = 500;
const MAX_RELATED = 50;
/** Narrower than RFC 5322: what may stand in a search without any quoting. */
const PLAIN_ADDRESS = /^[a-z0-9.!#$&'+/=?^_`{|}~-]{1,64}@[a-z0-9.-]{1,255}$/;
/** Postfix and Dovecot write the first two, other servers the next; the last are for servers that write none. */
const RECIPIENT_HEADERS = ["X-Original-To", "Delivered-To", "Envelope-To", "X-Envelope-To", "To", "Cc"];
/** What a message identifier may be made of to be searched for: visible ASCII without what IMAP gives a meaning. */
const MESSAGE_ID = /^[\x21-\x7e]{3,500}$/;

/**
 * imapflow's words for it, every text checked: a text that could end a line never reaches the compiler.
 * @throws {RangeError}
 */
export function toSearchObject(criteria: SearchCriteria, window?: SequenceWindow): SearchObject {
  const { text, from, to, subject, since, before, isSeen, isFlagged, recipient, relatedTo, messageId } =
    criteria;
  if (recipient && relatedTo) throw new RangeError("one choice of several at a time");
  return {
    ...(window ? { seq: `${checkPosition(window.first)}:${checkPosition(window.last)}` } : {}),
    ...(isSeen === undefined ? {} : { seen: isSeen }),
    ...(isFlagged === undefined ? {} : { flagged: isFlagged }),
    ...(since ? { since: checkDate(since) } : {}),
    ...(before ? { before: checkDate(before) } : {}),
    ...(from ? { from: checkText(from) } : {}),
    ...(to ? { to: checkText(to) } : {}),
    ...(subject ? { subject: checkText(subject) } : {}),
    ...(messageId ? { header: { "Message-ID": checkMessageId(messageId) } } : {}),
    ...(recipient ? { or: anyRecipient(recipient) } : {}),
    ...(relatedTo ? { or: anyRelated(relatedTo) } : {}),
    ...(text ? { text: checkText(text) } : {}),
  };
}

/** @throws {RangeError} */
export function anyRecipient(address: string): SearchObject[] {
  if (!PLAIN_ADDRESS.test(address)) throw new RangeError("not an address that can be searched for");
  return RECIPIENT_HEADERS.map((name) => ({ header: { [name]: address } }));
}

export function isSearchableAddress(address: string): boolean {
  return PLAIN_ADDRESS.test(address);
}

export function isSearchableId(messageId: string): boolean {
  return MESSAGE_ID.test(messageId);
}

function anyRelated(ids: readonly string[]): SearchObject[] {
  if (ids.length === 0 || ids.length > MAX_RELATED) throw new RangeError("too many or no identifiers");
  return ids
    .map(checkMessageId)
    .flatMap((id) => ["Message-ID", "References", "In-Reply-To"].map((name) => ({ header: { [name]: id } })));
}

function checkText(text: string): string {
  if (text.length > MAX_TEXT || /\p{Cc}/u.test(text)) throw new RangeError("not a search text");
  return text;
}

function checkMessageId(id: string): string {
  if (!isSearchableId(id)) throw new RangeError("not a message identifier");
  return id;
}

function checkDate(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new RangeError("not a date");
  // IMAP knows days only, and imapflow takes a time of day for a wish to include that day.
  return new Date(Math.floor(date.getTime() / DAY_MS) * DAY_MS);
}

const DAY_MS = 86_400_000;

function checkPosition(value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > 0xffff_ffff) throw new RangeError("not a position");
  return value;
}
