import { z } from "zod";
import {
  flagField,
  instantField,
  mibFromBytesField,
  numberField,
  tagsField,
  textField,
} from "@/lib/mailcow/answer-fields";

/** `disabled`: no login, mail refused. `no-login`: no login, mail accepted. */
export type MailboxActivity = "active" | "disabled" | "no-login";

export type MailcowMailbox = {
  readonly address: string;
  readonly localPart: string;
  readonly domain: string;
  readonly displayName: string;
  readonly active: MailboxActivity;
  /** 0 stands for unlimited. */
  readonly quotaMiB: number;
  readonly usedBytes: number;
  readonly messageCount: number;
  /** `YYYY-MM-DD hh:mm:ss` in the mail server's own time zone, which Mailcow does not tell. */
  readonly createdAt: string;
  /** The newest login by main or app password. Web mail, DAV and ActiveSync are not counted. */
  readonly lastImapLoginAt: Date | null;
  readonly lastSmtpLoginAt: Date | null;
  readonly lastPop3LoginAt: Date | null;
  readonly lastSsoLoginAt: Date | null;
  readonly forcePasswordUpdate: boolean;
  readonly protocols: {
    readonly imap: boolean;
    readonly smtp: boolean;
    readonly pop3: boolean;
    readonly sieve: boolean;
  };
  /** `mailcow`, or the outside provider that checks this mailbox's password. */
  readonly authSource: string;
  /** The marker given at creation; empty after any edit that did not send it along. */
  readonly attributeHash: string;
  readonly customAttributes: Readonly<Record<string, unknown>>;
  readonly tags: readonly string[];
};

const ACTIVITIES: Readonly<Record<number, MailboxActivity>> = { 0: "disabled", 1: "active", 2: "no-login" };

const tornAnswer = z.object({ username: z.null() });

/** `[]` when empty, and a list when all keys are whole numbers from 0. */
const customAttributesField = z
  .union([z.record(z.string(), z.unknown()), z.array(z.unknown())])
  .nullish()
  .transform(
    (attributes): Readonly<Record<string, unknown>> => Object.fromEntries(Object.entries(attributes ?? {})),
  );

export const mailboxAnswer = z
  .object({
    username: z.string(),
    local_part: z.string(),
    domain: z.string(),
    name: textField,
    active: numberField,
    quota: mibFromBytesField,
    quota_used: numberField,
    messages: numberField,
    created: textField,
    last_imap_login: instantField,
    last_smtp_login: instantField,
    last_pop3_login: instantField,
    last_sso_login: instantField,
    attributes: z.object({
      force_pw_update: flagField,
      imap_access: flagField,
      smtp_access: flagField,
      pop3_access: flagField,
      sieve_access: flagField,
      attribute_hash: textField,
    }),
    custom_attributes: customAttributesField,
    authsource: textField,
    tags: tagsField,
  })
  .transform(
    ({ attributes, ...mailbox }): MailcowMailbox => ({
      address: mailbox.username,
      localPart: mailbox.local_part,
      domain: mailbox.domain,
      displayName: mailbox.name,
      active: ACTIVITIES[mailbox.active] ?? "disabled",
      quotaMiB: mailbox.quota,
      usedBytes: mailbox.quota_used,
      messageCount: mailbox.messages,
      createdAt: mailbox.created,
      lastImapLoginAt: mailbox.last_imap_login,
      lastSmtpLoginAt: mailbox.last_smtp_login,
      lastPop3LoginAt: mailbox.last_pop3_login,
      lastSsoLoginAt: mailbox.last_sso_login,
      forcePasswordUpdate: attributes.force_pw_update,
      protocols: {
        imap: attributes.imap_access,
        smtp: attributes.smtp_access,
        pop3: attributes.pop3_access,
        sieve: attributes.sieve_access,
      },
      authSource: mailbox.authsource,
      attributeHash: attributes.attribute_hash,
      customAttributes: mailbox.custom_attributes,
      tags: mailbox.tags,
    }),
  );

/** Without its row in the quota table a mailbox comes with a null in every field, instead of not at all. */
export function isTornMailbox(answer: unknown): boolean {
  return tornAnswer.safeParse(answer).success;
}
