import { z } from "zod";
import { isNothing, parseFields, readList } from "@/lib/mailcow/answer-fields";
import { canonicalAddress, canonicalDomain } from "@/lib/mailcow/canonical-address";
import { confirmSuccess } from "@/lib/mailcow/confirm-success";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { isTornMailbox, type MailcowMailbox, mailboxAnswer } from "@/lib/mailcow/mailbox-answer";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { requireStorableHash } from "@/lib/mailcow/password-hash";
import { requireQuotaMiB } from "@/lib/mailcow/require-quota-mib";

export type { MailcowMailbox } from "@/lib/mailcow/mailbox-answer";

/** `torn`: the address is taken by a mailbox whose quota row is missing; Mailcow hides everything about it. */
export type MailboxLookup =
  | { readonly state: "absent" }
  | { readonly state: "torn" }
  | { readonly state: "present"; readonly mailbox: MailcowMailbox };

export type MailboxListing = {
  readonly mailboxes: readonly MailcowMailbox[];
  /** Mailboxes of this domain that exist but whose names Mailcow hides. */
  readonly tornCount: number;
};

export type NewMailbox = {
  readonly localPart: string;
  readonly domain: string;
  /** At most 255 characters; Mailcow strips a leading `<` and a trailing `>`. */
  readonly displayName: string;
  /** As `requireStorableHash` accepts it. */
  readonly passwordHash: string;
  /** A whole number, at least 1. */
  readonly quotaMiB: number;
  /** Our marker: stored in the same INSERT, and so the proof of who made this mailbox. */
  readonly attributeHash: string;
  readonly tags: readonly string[];
  readonly tlsEnforced: boolean;
  readonly forcePasswordUpdate: boolean;
  readonly active?: boolean;
};

export type MailboxChanges = {
  /** Mailcow takes an empty name as "keep". */
  readonly displayName?: string;
  readonly quotaMiB?: number;
  readonly passwordHash?: string;
  readonly active?: boolean | "no-login";
  readonly forcePasswordUpdate?: boolean;
  /** Any edit resets the marker to "" unless it is given again here. Custom attributes survive. */
  readonly attributeHash?: string;
  /** These bind the main password only: an app password keeps the protocols it was given. */
  readonly imapAccess?: boolean;
  readonly smtpAccess?: boolean;
  readonly pop3Access?: boolean;
  readonly sieveAccess?: boolean;
  /** Tags can only be added by an edit. */
  readonly addTags?: readonly string[];
};

const LONGEST_NAME_CHARACTERS = 255;
const LARGEST_ATTRIBUTES_BYTES = 16 * 1024;

/**
 * One mailbox, in about 10 ms whatever the size of the server.
 *
 * `absent` does not mean that the address is free: it may be an alias, or an alias row left behind by a mailbox.
 *
 * @throws MailcowError; RangeError for what cannot be an address
 */
export async function findMailbox(client: MailcowClient, address: string): Promise<MailboxLookup> {
  const endpoint = "get/mailbox";
  const wanted = canonicalAddress(address).address;
  const answer = await client.get(endpoint, [wanted], "read");
  if (isNothing(answer)) {
    return { state: "absent" };
  }
  if (isTornMailbox(answer)) {
    return { state: "torn" };
  }
  const mailbox = parseFields(endpoint, mailboxAnswer, answer);
  if (mailbox.address !== wanted) {
    throw new MailcowError({ code: "unclear-answer", endpoint, detail: "another mailbox than asked for" });
  }
  return { state: "present", mailbox };
}

/**
 * All mailboxes of a domain, in one call (1 s for 1,000, 4 s for 5,000: call rarely).
 *
 * For a domain it does not know, Mailcow lists every mailbox of every domain; those are left out here, so an unknown
 * domain has none. An empty list alone is therefore no proof that mailboxes were deleted.
 *
 * @throws MailcowError
 */
export async function listMailboxes(client: MailcowClient, domain: string): Promise<MailboxListing> {
  const endpoint = "get/mailbox/reduced";
  const wanted = canonicalDomain(domain);
  const entries = readList(endpoint, await client.get(endpoint, [wanted], "list"));
  const readable = entries.filter((entry) => !isTornMailbox(entry));
  const all = parseFields(endpoint, z.array(mailboxAnswer), readable);
  const mailboxes = all.filter((mailbox) => mailbox.domain === wanted);
  const isWholeServer = mailboxes.length < all.length;
  return { mailboxes, tornCount: isWholeServer ? 0 : entries.length - readable.length };
}

/**
 * Creates a mailbox, once: Mailcow refuses an address that is taken, in any case, with `object_exists`, `is_alias` or
 * `is_spam_alias`. After an unclear answer look with `findMailbox` and compare `attributeHash` before repeating.
 *
 * An unknown domain is reported as `access_denied`, an alias domain as `domain_not_found`.
 *
 * @throws MailcowError; RangeError, before any call, for a quota, hash or name Mailcow would take amiss
 */
export async function addMailbox(client: MailcowClient, mailbox: NewMailbox): Promise<void> {
  const endpoint = "add/mailbox";
  const { address, localPart, domain } = canonicalAddress(`${mailbox.localPart}@${mailbox.domain}`);
  const passwordHash = requireStorableHash(mailbox.passwordHash);
  const answer = await client.post(
    endpoint,
    {
      local_part: localPart,
      domain,
      name: requireName(mailbox.displayName),
      password: passwordHash,
      password2: passwordHash,
      quota: requireQuotaMiB(mailbox.quotaMiB),
      attribute_hash: mailbox.attributeHash,
      tags: mailbox.tags,
      tls_enforce_in: toFlag(mailbox.tlsEnforced),
      tls_enforce_out: toFlag(mailbox.tlsEnforced),
      force_pw_update: toFlag(mailbox.forcePasswordUpdate),
      active: toFlag(mailbox.active ?? true),
    },
    "write",
  );
  confirmSuccess(endpoint, answer, [{ code: "mailbox_added", item: address }]);
}

/**
 * Changes one mailbox; what is absent stays, but see `attributeHash`. Safe to repeat.
 *
 * A new password also clears the demand to change it, unless `forcePasswordUpdate` says otherwise: Mailcow itself
 * would leave it set. Mail programs may use the old password, and a disabled mailbox, for up to 300 s (Dovecot's
 * cache). An unknown mailbox is reported as `access_denied`.
 *
 * @throws MailcowError; RangeError, before any call, for a quota, hash or name Mailcow would take amiss
 */
export async function editMailbox(
  client: MailcowClient,
  address: string,
  changes: MailboxChanges,
): Promise<void> {
  const endpoint = "edit/mailbox";
  const item = canonicalAddress(address).address;
  const answer = await client.post(endpoint, { items: [item], attr: toAttributes(changes) }, "write");
  confirmSuccess(endpoint, answer, [{ code: "mailbox_modified", item }]);
}

/**
 * Replaces all custom attributes of a mailbox; `{}` removes them. Safe to repeat.
 *
 * @throws MailcowError; RangeError for keys Mailcow would alter and for more than 16 KiB
 */
export async function setCustomAttributes(
  client: MailcowClient,
  address: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const endpoint = "edit/mailbox/custom-attribute";
  const item = canonicalAddress(address).address;
  const attr = {
    attribute: Object.keys(attributes).map(requireAttributeKey),
    value: Object.values(attributes),
  };
  if (Buffer.byteLength(JSON.stringify(attr)) > LARGEST_ATTRIBUTES_BYTES) {
    throw new RangeError("Custom attributes may not exceed 16 KiB.");
  }
  const answer = await client.post(endpoint, { items: [item], attr }, "write");
  confirmSuccess(endpoint, answer, [{ code: "mailbox_modified", item }]);
}

/**
 * Deletes one mailbox with its aliases, app passwords and filters. Takes seconds on a large server, and goes on after
 * a timeout. A mailbox that does not exist is reported as `access_denied`: ask `findMailbox` what became of it.
 *
 * `mailDataMayRemain` means that the messages stayed on disk and would greet whoever gets the address next.
 *
 * @throws MailcowError
 */
export async function deleteMailbox(
  client: MailcowClient,
  address: string,
): Promise<{ mailDataMayRemain: boolean }> {
  const endpoint = "delete/mailbox";
  const item = canonicalAddress(address).address;
  const answer = await client.post(endpoint, [item], "delete");
  const { hasWarnings } = confirmSuccess(endpoint, answer, [{ code: "mailbox_removed", item }]);
  return { mailDataMayRemain: hasWarnings };
}

function toAttributes(changes: MailboxChanges): Record<string, unknown> {
  const forcePasswordUpdate =
    changes.forcePasswordUpdate ?? (changes.passwordHash === undefined ? undefined : false);
  const attributes = {
    ...(changes.displayName === undefined ? {} : { name: requireName(changes.displayName) }),
    ...(changes.quotaMiB === undefined ? {} : { quota: requireQuotaMiB(changes.quotaMiB) }),
    ...(changes.passwordHash === undefined ? {} : toPasswordPair(changes.passwordHash)),
    ...(changes.active === undefined ? {} : { active: toActivity(changes.active) }),
    ...(changes.attributeHash === undefined ? {} : { attribute_hash: changes.attributeHash }),
    ...(changes.addTags === undefined ? {} : { tags: changes.addTags }),
    ...optionalFlag("force_pw_update", forcePasswordUpdate),
    ...optionalFlag("imap_access", changes.imapAccess),
    ...optionalFlag("smtp_access", changes.smtpAccess),
    ...optionalFlag("pop3_access", changes.pop3Access),
    ...optionalFlag("sieve_access", changes.sieveAccess),
  };
  if (Object.keys(attributes).length === 0) {
    throw new RangeError("Nothing to change.");
  }
  return attributes;
}

function toPasswordPair(passwordHash: string): { password: string; password2: string } {
  const storable = requireStorableHash(passwordHash);
  return { password: storable, password2: storable };
}

function toActivity(active: boolean | "no-login"): string {
  return active === "no-login" ? "2" : toFlag(active);
}

function toFlag(value: boolean): "0" | "1" {
  return value ? "1" : "0";
}

function optionalFlag(name: string, value: boolean | undefined): Record<string, string> {
  return value === undefined ? {} : { [name]: toFlag(value) };
}

/** A longer name makes Mailcow crash with an empty answer. */
function requireName(displayName: string): string {
  if ([...displayName].length > LONGEST_NAME_CHARACTERS) {
    throw new RangeError("A display name may have 255 characters.");
  }
  return displayName;
}

/** Mailcow drops spaces from keys; `__proto__` would not survive reading. */
function requireAttributeKey(key: string): string {
  if (key === "" || key === "__proto__" || /\s/.test(key)) {
    throw new RangeError("A custom attribute needs a name without spaces.");
  }
  return key;
}
