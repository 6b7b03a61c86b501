import type { PortalContext } from "@/lib/context/portal-context";
import type { OutgoingMessage } from "@/lib/database/models";
import { openHead, openRefused } from "./outgoing-head";
import { type OutgoingReason, type OutgoingState, type OutgoingView, outgoingReasons } from "./schema";

const STATES: Readonly<Record<OutgoingMessage["state"], OutgoingState>> = {
  AWAITING_APPROVAL: "awaiting-approval",
  HELD: "held",
  QUEUED: "queued",
  SENDING: "sending",
  WAITING: "waiting",
  SENT: "sent",
  MAYBE_SENT: "maybe-sent",
  FAILED: "failed",
  CANCELLED: "cancelled",
  REJECTED: "rejected",
};

/** Nothing has been given to the mail server, and nothing is being. */
export const CANCELLABLE = ["AWAITING_APPROVAL", "HELD", "QUEUED", "WAITING", "FAILED"] as const;
export const REPEATABLE = ["MAYBE_SENT", "FAILED"] as const;

export function viewOutgoing(context: Pick<PortalContext, "keyring">, row: OutgoingMessage): OutgoingView {
  const { from, to, cc, bcc, subject } = openHead(context, row);
  const { id, mailboxId, state, serverCode, messageIdHeader, sizeBytes, createdAt, sendAt } = row;
  return {
    id,
    mailboxId,
    state: STATES[state],
    reason: readReason(row.reason),
    serverCode,
    from,
    to,
    cc,
    bcc,
    subject,
    messageIdHeader,
    sizeBytes,
    isFromProgram: row.tokenId !== null,
    createdAt,
    sendAt,
    nextAttemptAt: row.nextAttemptAt,
    sentAt: row.sentAt,
    isFiled: row.filedAt !== null,
    refused: openRefused(context, row),
    canCancel: CANCELLABLE.some((cancellable) => cancellable === state),
    canSendAgain: REPEATABLE.some((repeatable) => repeatable === state),
  };
}

function readReason(text: string | null): OutgoingReason | null {
  return outgoingReasons.find((reason) => reason === text) ?? null;
}
