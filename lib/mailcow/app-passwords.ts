import { z } from "zod";
import { flagField, numberField, parseFields, readList, textField } from "@/lib/mailcow/answer-fields";
import { canonicalAddress } from "@/lib/mailcow/canonical-address";
import { confirmSuccess } from "@/lib/mailcow/confirm-success";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { requireStorableHash } from "@/lib/mailcow/password-hash";

export type AppPasswordProtocol = "imap" | "smtp" | "pop3" | "sieve" | "dav" | "eas";

export type MailcowAppPassword = {
  readonly id: number;
  /** Need not be unique. */
  readonly name: string;
  readonly active: boolean;
  /** These count whatever protocols the mailbox itself allows. */
  readonly protocols: readonly AppPasswordProtocol[];
  /** `YYYY-MM-DD hh:mm:ss` in the mail server's own time zone. */
  readonly createdAt: string;
};

export type NewAppPassword = {
  readonly mailbox: string;
  /** 1 to 100 letters, digits, spaces and `. _ : @ ( ) + -`: Mailcow escapes other characters, twice. */
  readonly name: string;
  /** As `requireStorableHash` accepts it. */
  readonly passwordHash: string;
  readonly protocols: readonly AppPasswordProtocol[];
};

export type AppPasswordChanges = {
  readonly name?: string;
  readonly active?: boolean;
  readonly passwordHash?: string;
  readonly protocols?: readonly AppPasswordProtocol[];
};

const PROTOCOLS: readonly AppPasswordProtocol[] = ["imap", "smtp", "pop3", "sieve", "dav", "eas"];
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:@()+-]{0,99}$/u;

/** The hash, which even a read-only key is told, is not among the fields and so goes no further. */
const appPasswordAnswer = z
  .object({
    id: numberField,
    name: textField,
    active: flagField,
    created: textField,
    imap_access: flagField,
    smtp_access: flagField,
    pop3_access: flagField,
    sieve_access: flagField,
    dav_access: flagField,
    eas_access: flagField,
  })
  .transform(
    (password): MailcowAppPassword => ({
      id: password.id,
      name: unescapeTwice(password.name),
      active: password.active,
      protocols: PROTOCOLS.filter((protocol) => password[`${protocol}_access`]),
      createdAt: password.created,
    }),
  );

/** Empty for an unknown mailbox too. @throws MailcowError */
export async function listAppPasswords(
  client: MailcowClient,
  mailbox: string,
): Promise<readonly MailcowAppPassword[]> {
  const endpoint = "get/app-passwd/all";
  const { address } = canonicalAddress(mailbox);
  const entries = readList(endpoint, await client.get(endpoint, [address], "read"));
  return parseFields(endpoint, z.array(appPasswordAnswer), entries);
}

/**
 * Creates an app password. Mailcow does not tell its id: find it in the list by a name of your own. Nothing stops a
 * second one of the same name, so after an unclear answer list before repeating.
 *
 * @throws MailcowError, `rejected` with `access_denied` for an unknown mailbox; RangeError before any call
 */
export async function addAppPassword(client: MailcowClient, password: NewAppPassword): Promise<void> {
  const endpoint = "add/app-passwd";
  const answer = await client.post(
    endpoint,
    {
      username: canonicalAddress(password.mailbox).address,
      active: "1",
      ...toAttributes(password),
    },
    "write",
  );
  confirmSuccess(endpoint, answer, [{ code: "app_passwd_added" }]);
}

/**
 * What is absent stays. Safe to repeat. A login made in the last 300 s keeps working that long (Dovecot's cache).
 *
 * @throws MailcowError, `rejected` with `app_passwd_id_invalid` for an unknown id; RangeError before any call
 */
export async function editAppPassword(
  client: MailcowClient,
  target: { readonly mailbox: string; readonly id: number },
  changes: AppPasswordChanges,
): Promise<void> {
  const endpoint = "edit/app-passwd";
  const attr = {
    username: canonicalAddress(target.mailbox).address,
    ...(changes.active === undefined ? {} : { active: changes.active ? "1" : "0" }),
    ...toAttributes(changes),
  };
  const answer = await client.post(endpoint, { items: [target.id], attr }, "write");
  confirmSuccess(endpoint, answer, [{ code: "object_modified", item: String(target.id) }]);
}

/**
 * One at a time: Mailcow stops a batch at the first id it does not know. An unknown id is reported as
 * `app_passwd_id_invalid`.
 *
 * @throws MailcowError
 */
export async function deleteAppPassword(client: MailcowClient, id: number): Promise<void> {
  const endpoint = "delete/app-passwd";
  const answer = await client.post(endpoint, [id], "write");
  confirmSuccess(endpoint, answer, [{ code: "app_passwd_removed", item: String(id) }]);
}

function toAttributes(changes: Omit<AppPasswordChanges, "active">): Record<string, unknown> {
  return {
    ...(changes.name === undefined ? {} : { app_name: requirePlainName(changes.name) }),
    ...(changes.passwordHash === undefined ? {} : toPasswordPair(changes.passwordHash)),
    ...(changes.protocols === undefined ? {} : { protocols: requireProtocols(changes.protocols) }),
  };
}

function toPasswordPair(passwordHash: string): { app_passwd: string; app_passwd2: string } {
  const storable = requireStorableHash(passwordHash);
  return { app_passwd: storable, app_passwd2: storable };
}

/** Without protocols Mailcow makes, with success, a password that opens nothing. */
function requireProtocols(protocols: readonly AppPasswordProtocol[]): readonly string[] {
  if (protocols.length === 0) {
    throw new RangeError("An app password needs a protocol.");
  }
  return protocols.map((protocol) => `${protocol}_access`);
}

function requirePlainName(name: string): string {
  if (!PLAIN_NAME.test(name)) {
    throw new RangeError("An app password's name holds characters Mailcow would alter.");
  }
  return name;
}

/** Mailcow escapes for HTML when storing and again when listing. */
function unescapeTwice(name: string): string {
  return unescapeHtml(unescapeHtml(name));
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#039;": "'",
};

function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#039);/g, (entity) => ENTITIES[entity] ?? entity);
}
