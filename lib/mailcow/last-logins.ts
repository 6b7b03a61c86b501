import { z } from "zod";
import { numberField, parseFields, textField } from "@/lib/mailcow/answer-fields";
import { canonicalAddress } from "@/lib/mailcow/canonical-address";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";

export type MailcowLogin = {
  /** `imap`, `smtp`, `pop3`, `sieve`, `dav`, `eas`, `sso`, `mailcowui`, `sogo`, or `none` for SOGo by Basic auth. */
  readonly service: string;
  /** `YYYY-MM-DD hh:mm:ss` in the mail server's own time zone. */
  readonly loggedInAt: string;
  readonly remoteAddress: string;
  /** True for private and reserved addresses, behind which web mail, ActiveSync and the server itself may be. */
  readonly isInternal: boolean;
  /** Null for the mailbox's own password. */
  readonly appPasswordId: number | null;
};

const INTERNAL = /^Web\/EAS\/Internal \((.+)\)$/;

const loginAnswer = z
  .object({
    service: z.string(),
    datetime: textField,
    real_rip: textField,
    app_password: numberField,
  })
  .transform((login): MailcowLogin => {
    const internalAddress = INTERNAL.exec(login.real_rip)?.[1];
    return {
      service: login.service.toLowerCase(),
      loggedInAt: login.datetime,
      remoteAddress: internalAddress ?? login.real_rip,
      isInternal: internalAddress !== undefined,
      appPasswordId: login.app_password === 0 ? null : login.app_password,
    };
  });

/**
 * The newest successful login for each service and network address, newest first; not a history. Mail programs that
 * logged in from Dovecot's cache within 300 s are missing. Empty for an unknown mailbox.
 *
 * May be slow and is not private: for a public address it sees for the first time, Mailcow asks a third party for
 * the country.
 *
 * @param days whole days to look back, at least 1
 * @throws MailcowError; RangeError before any call
 */
export async function listLastLogins(
  client: MailcowClient,
  mailbox: string,
  days: number,
): Promise<readonly MailcowLogin[]> {
  if (!Number.isSafeInteger(days) || days < 1) {
    throw new RangeError("A number of days must be a whole number, at least 1.");
  }
  const endpoint = "get/last-login";
  const answer = await client.get(endpoint, [canonicalAddress(mailbox).address, String(days)], "list");
  return parseFields(endpoint, z.object({ sasl: z.array(loginAnswer) }), answer).sasl;
}
