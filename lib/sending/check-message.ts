import { fail, type Result, succeed } from "@/lib/errors/result";
import type { Sender } from "./find-sender";
import { mergeRecipients, parseAddress, parseRecipients } from "./parse-recipients";
import { MAX_ATTACHMENT_BYTES, MAX_ATTACHMENTS, MAX_RECIPIENTS, MAX_SUBJECT_CHARACTERS } from "./policy";
import { type Recipient, recipientFields, type SendFailure, type SendMessageInput } from "./schema";

/** Who writes to whom about what, each address once and in one field. */
export interface CheckedMessage {
  readonly from: Recipient;
  readonly to: readonly Recipient[];
  readonly cc: readonly Recipient[];
  readonly bcc: readonly Recipient[];
  readonly subject: string;
}

/** Whether the message may be sent as it stands; pure. */
export function checkMessage(
  sender: Pick<Sender, "addresses">,
  input: SendMessageInput,
): Result<CheckedMessage, SendFailure> {
  const from = findOwn(sender.addresses, input.from);
  if (!from) return fail({ reason: "sender-not-own" });
  const recipients = readRecipients(input);
  if (!recipients.ok) return recipients;
  const { to, cc, bcc } = recipients.value;
  const count = to.length + cc.length + bcc.length;
  if (count === 0) return fail({ reason: "recipient-missing" });
  if (count > MAX_RECIPIENTS) return fail({ reason: "too-many-recipients", most: MAX_RECIPIENTS });
  if (NOT_IN_SUBJECT.test(input.subject) || input.subject.length > MAX_SUBJECT_CHARACTERS) {
    return fail({ reason: "subject-invalid" });
  }
  const files = input.attachments ?? [];
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (files.length > MAX_ATTACHMENTS || bytes > MAX_ATTACHMENT_BYTES) {
    return fail({ reason: "too-large-to-send", mostBytes: MAX_ATTACHMENT_BYTES });
  }
  return succeed({ from, to, cc, bcc, subject: input.subject });
}

/** A subject is one line; what draws a new one, or is seen by some programs only, has no place in it. */
const NOT_IN_SUBJECT = /[\p{Cc}\p{Zl}\p{Zp}]/u;

function findOwn(addresses: readonly Recipient[], wanted: string | undefined): Recipient | null {
  if (wanted === undefined) return addresses[0] ?? null;
  const address = parseAddress(wanted.trim())?.toLowerCase();
  return addresses.find((own) => own.address.toLowerCase() === address) ?? null;
}

type Recipients = Pick<CheckedMessage, "to" | "cc" | "bcc">;

/** An address in two fields stays in the first: nobody gets it twice, and nobody is both shown and hidden. */
function readRecipients(input: SendMessageInput): Result<Recipients, SendFailure> {
  const read: Record<keyof Recipients, readonly Recipient[]> = { to: [], cc: [], bcc: [] };
  let before: readonly Recipient[] = [];
  for (const field of recipientFields) {
    const parsed = parseRecipients(input[field]);
    if (!parsed.ok) return fail({ ...parsed.failure, field });
    const all = mergeRecipients([...before, ...parsed.value]);
    read[field] = all.slice(before.length);
    before = all;
  }
  return succeed(read);
}
