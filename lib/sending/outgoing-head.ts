import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import type { CheckedMessage } from "./check-message";
import { type RefusedRecipient, sendingModes } from "./schema";

const recipient = z.object({ name: z.string(), address: z.string() });
const messageId = z.object({ uidValidity: z.string(), uid: z.number() });

const headSchema = z.object({
  from: recipient,
  to: z.array(recipient),
  cc: z.array(recipient),
  bcc: z.array(recipient),
  subject: z.string(),
  mode: z.enum(sendingModes),
  original: z.object({ folder: z.string(), messageId }).nullable(),
  draftId: messageId.nullable(),
});

/** Who writes to whom about what, and what is done besides once it is sent. */
export type OutgoingHead = z.infer<typeof headSchema>;

const refusedSchema = z.array(z.object({ address: z.string(), code: z.string() }));

type KeyContext = Pick<PortalContext, "keyring">;

/** Whom people write to is nobody's business who reads the database. */
export function sealHead({ keyring }: KeyContext, outgoingId: string, head: OutgoingHead): string {
  return keyring.seal(JSON.stringify(head), `outgoing_message:head_sealed:${outgoingId}`);
}

export function openHead({ keyring }: KeyContext, row: { id: string; headSealed: string }): OutgoingHead {
  const text = keyring.open(row.headSealed, `outgoing_message:head_sealed:${row.id}`);
  return headSchema.parse(JSON.parse(text));
}

export function sealRefused(
  { keyring }: KeyContext,
  outgoingId: string,
  refused: readonly RefusedRecipient[],
): string {
  return keyring.seal(JSON.stringify(refused), `outgoing_message:refused_sealed:${outgoingId}`);
}

export function openRefused(
  { keyring }: KeyContext,
  row: { id: string; refusedSealed: string | null },
): readonly RefusedRecipient[] {
  if (row.refusedSealed === null) return [];
  const text = keyring.open(row.refusedSealed, `outgoing_message:refused_sealed:${row.id}`);
  return refusedSchema.parse(JSON.parse(text));
}

/** Everybody the mail server is told: exactly those who are shown. */
export function envelopeOf(head: Omit<CheckedMessage, "subject">): {
  readonly from: string;
  readonly to: readonly string[];
} {
  return {
    from: head.from.address,
    to: [...head.to, ...head.cc, ...head.bcc].map(({ address }) => address),
  };
}
