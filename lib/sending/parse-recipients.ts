import { fail, type Result, succeed } from "@/lib/errors/result";
import type { Recipient } from "./schema";

/** Which part of the text is wrong: its first character, counted from 0, and how many there are. */
export interface RecipientInvalid {
  readonly reason: "recipient-invalid";
  readonly at: number;
  readonly length: number;
}

/**
 * Reads addresses as people type and paste them: `a@b.example, "Doe, Jane" <c@d.example>; e@f.example`. Much narrower
 * than RFC 5322, because what one program reads as one recipient another reads as two (CVE-2025-13033): one plain
 * address each, with an ordinary name before it at most. Comments, groups, quoted local parts, line breaks, characters
 * that only look like `@`, and local parts by which servers route on (`%`, `!`) are refused. Domains become A-labels by
 * UTS-46, in lower case: what is shown afterwards is what the mail server is told. Of duplicates the first stays.
 *
 * Pure, and the same in a browser.
 */
export function parseRecipients(text: string): Result<readonly Recipient[], RecipientInvalid> {
  const recipients: Recipient[] = [];
  for (const { start, end } of splitRecipients(text)) {
    const part = text.slice(start, end);
    if (part.trim() === "") continue;
    const recipient = parseRecipient(part.trim());
    if (!recipient) return fail(invalid(part, start));
    recipients.push(recipient);
  }
  return succeed(mergeRecipients(recipients));
}

/** The first of each address; letter case tells no two mailboxes apart. */
export function mergeRecipients(recipients: readonly Recipient[]): readonly Recipient[] {
  const seen = new Set<string>();
  return recipients.filter(({ address }) => {
    const key = address.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Text that {@link parseRecipients} reads as these same recipients. */
export function formatRecipients(recipients: readonly Recipient[]): string {
  return recipients
    .map(({ name, address }) => (name === "" ? address : `"${name.replace(/["\\]/g, "\\$&")}" <${address}>`))
    .join(", ");
}

/** A name that is shown beside an address: one line, and never something that looks like an address itself. */
export function cleanName(name: string): string {
  const oneLine = name.normalize("NFC").replace(NOT_IN_NAME, " ").replace(/\s+/g, " ").trim();
  return LOOKS_LIKE_ADDRESS.test(oneLine) ? "" : [...oneLine].slice(0, MAX_NAME).join("").trim();
}

/** In the one form it is sent and compared in; null when it is none. */
export function parseAddress(text: string): string | null {
  const at = text.indexOf("@");
  const localPart = text.slice(0, Math.max(at, 0));
  const domain = canonicalDomain(text.slice(at + 1));
  if (domain === null || !LOCAL_PART.test(localPart)) return null;
  const address = `${localPart}@${domain}`;
  return address.length > MAX_ADDRESS ? null : address;
}

const MAX_NAME = 120;
const MAX_ADDRESS = 254;
/**
 * ASCII atoms of RFC 5321 with single dots between them, less what servers route on, less a leading `-`, less what
 * readers of mail decode into something else.
 */
const LOCAL_PART = /^(?=.{1,64}$)(?!-)(?!.*=\?)[a-z0-9#$&'*+/=?^_`{|}~-]+(?:\.[a-z0-9#$&'*+/=?^_`{|}~-]+)*$/i;
/** At least two labels, and the last one a name: `1.2.3.4` is no domain. */
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** Characters that are nobody's letters: controls, marks that are not seen, halves of characters. */
const NOT_IN_NAME = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
/** Also what some programs decode though it stands in quotes: it could hold anything. */
const LOOKS_LIKE_ADDRESS = /[@\uFE6B\uFF20]|=\?/u;
/** In a name without quotes each of these means something to some program. */
const PLAIN_NAME = /^[^"(),:;<>@[\\\]\uFE6B\uFF20\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u;
const QUOTED_NAME = /^"((?:[^"\\\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|\\["\\])*)"$/u;

/** Where each recipient stands; separators in a quoted name or between angle brackets separate nothing. */
function splitRecipients(text: string): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let start = 0;
  let isQuoted = false;
  let isBracketed = false;
  for (let position = 0; position < text.length; position += 1) {
    const character = text[position];
    if (isQuoted && character === "\\") position += 1;
    else if (character === '"' && !isBracketed) isQuoted = !isQuoted;
    else if (!isQuoted && character === "<") isBracketed = true;
    else if (!isQuoted && character === ">") isBracketed = false;
    else if (!isQuoted && !isBracketed && (character === "," || character === ";")) {
      parts.push({ start, end: position });
      start = position + 1;
    }
  }
  return [...parts, { start, end: text.length }];
}

function parseRecipient(text: string): Recipient | null {
  if (!text.endsWith(">")) {
    const address = parseAddress(text);
    return address === null ? null : { name: "", address };
  }
  const open = text.lastIndexOf("<");
  const address = parseAddress(text.slice(open + 1, -1));
  const name = open < 0 ? null : parseName(text.slice(0, open).trim());
  return address === null || name === null ? null : { name, address };
}

function parseName(text: string): string | null {
  const quoted = QUOTED_NAME.exec(text)?.[1];
  if (quoted !== undefined) return cleanName(quoted.replace(/\\(["\\])/g, "$1"));
  return PLAIN_NAME.test(text) ? cleanName(text) : null;
}

function canonicalDomain(text: string): string | null {
  // A URL ends its host at these, or undoes them; anything else in ASCII is no part of a name.
  if (/[^\P{ASCII}A-Za-z0-9.-]/u.test(text) || /[\p{Cc}\p{Cf}\p{Cs}\p{Z}]/u.test(text)) return null;
  const host = hostOf(text.toLowerCase());
  return DOMAIN.test(host) ? host : null;
}

/** By UTS-46, as Node and browsers alike do it for the host of a URL; empty for what cannot be one. */
function hostOf(text: string): string {
  try {
    return new URL(`http://${text}/`).hostname;
  } catch {
    return "";
  }
}

function invalid(part: string, start: number): RecipientInvalid {
  const trimmed = part.trim();
  return { reason: "recipient-invalid", at: start + part.indexOf(trimmed), length: trimmed.length };
}
