import type { Attributes } from "@/lib/sandbox/api/call-report";
import { intval, strval } from "@/lib/sandbox/api/php-values";
import type { MailboxAttributes } from "@/lib/sandbox/mailbox-record";

const PROTOCOLS = ["imap", "pop3", "smtp", "sieve", "eas", "dav"] as const;
const SWITCHES = ["force_pw_update", "force_tfa", "sogo_access"] as const;

type FlagChanges = Partial<Record<keyof MailboxAttributes, string>>;

/** The flags add and edit both read; whatever comes in, Mailcow stores the strings "0" and "1". */
export function readFlags(attributes: Attributes): FlagChanges {
  const changes: FlagChanges = readProtocolList(attributes.protocol_access);
  for (const key of SWITCHES) assignFlag(changes, key, attributes[key]);
  for (const protocol of PROTOCOLS)
    assignFlag(changes, `${protocol}_access`, attributes[`${protocol}_access`]);
  if (attributes.relayhost !== undefined) changes.relayhost = String(intval(attributes.relayhost));
  return changes;
}

export function flag(value: unknown): string {
  return intval(value) === 0 ? "0" : "1";
}

/** `attribute_hash` takes any text; an object becomes PHP's word for it. */
export function readAttributeHash(attributes: Attributes): string {
  return strval(attributes.attribute_hash);
}

function assignFlag(changes: FlagChanges, key: keyof MailboxAttributes, value: unknown): void {
  if (value !== undefined) changes[key] = flag(value);
}

/** The UI's form of the same switches: what is not in the list is off. */
function readProtocolList(value: unknown): FlagChanges {
  if (!Array.isArray(value)) return {};
  const pairs = PROTOCOLS.map((protocol) => [`${protocol}_access`, value.includes(protocol) ? "1" : "0"]);
  return Object.fromEntries(pairs);
}
