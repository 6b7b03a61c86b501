import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import { notifyChange } from "@/lib/database/notifications";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { removeJob } from "@/lib/jobs/remove-job";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { saveDraft } from "@/lib/messages/save-draft";
import { formatMessageId } from "@/lib/messages/schema";
import { wipeContent } from "./content-chunks";
import { type DraftNote, writeDraftHeader } from "./draft-header";
import { readCopy } from "./file-sent";
import { findOutgoing, type OwnedOutgoing } from "./find-outgoing";
import { type OutgoingHead, openHead } from "./outgoing-head";
import { sendingKey } from "./queue-sending";
import type { CancelFailure, OutgoingKey } from "./schema";
import { CANCELLABLE } from "./view-outgoing";

export interface Cancelled {
  /** Where it lies among the drafts now; null when the mail server did not say, or could not take it. */
  readonly draftId: string | null;
  /** False when the mail server could not be reached: {@link getOutgoing} still has what it says, for a week. */
  readonly isSavedAsDraft: boolean;
}

/**
 * Takes a message back that has not been given to the mail server, and makes it a draft again, which still knows what
 * it answers. Of a cancellation and a
 * worker at the same moment exactly one wins; the other is told so. Safe to repeat.
 */
export async function cancelSending(
  context: MessagesContext,
  actor: Actor,
  { outgoingId }: OutgoingKey,
): Promise<Result<Cancelled, CancelFailure>> {
  const row = await findOutgoing(context, actor, outgoingId);
  if (!row) return fail({ reason: "not-found" });
  const isTakenBack = await takeBack(context, actor, row);
  if (!isTakenBack && !(await isCancelled(context, outgoingId))) return fail({ reason: "sending-begun" });
  return succeed(await giveBack(context, actor, row));
}

/** One write: the worker's own has the opposite condition. */
async function takeBack({ database }: MessagesContext, actor: Actor, row: OwnedOutgoing): Promise<boolean> {
  return database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.outgoingMessage.updateMany({
      where: { id: row.id, state: { in: [...CANCELLABLE] } },
      data: {
        state: "CANCELLED",
        reason: null,
        nextAttemptAt: null,
        approvalHash: null,
        finishedAt: new Date(),
      },
    });
    if (count === 0) return false;
    await removeJob(transaction, sendingKey(row.id));
    await recordEvent(transaction, actor, {
      action: "mail.cancel",
      subjectKind: "mailbox",
      subjectId: row.mailboxId,
      result: "done",
    });
    await notifyChange(transaction, { kind: "outgoing", id: row.id, accountId: row.mailbox.accountId });
    return true;
  });
}

async function isCancelled({ database }: MessagesContext, outgoingId: string): Promise<boolean> {
  return (await database.prisma.outgoingMessage.count({ where: { id: outgoingId, state: "CANCELLED" } })) > 0;
}

/** What it says is wiped here only once the mail server has it. */
async function giveBack(context: MessagesContext, actor: Actor, row: OwnedOutgoing): Promise<Cancelled> {
  const head = openHead(context, row);
  const content = await readCopy(context, row, head);
  if (!content) return { draftId: null, isSavedAsDraft: true };
  const { mailboxId } = row;
  const replaces = head.draftId ?? undefined;
  const note = Buffer.from(writeDraftHeader(noteOf(head)));
  const draft = Buffer.concat([note, content]);
  const saved = await saveDraft(context, actor, { mailboxId, content: draft, replaces });
  if (!saved.ok) return { draftId: null, isSavedAsDraft: false };
  await wipeContent(context.database.prisma, [row.id]);
  return { draftId: saved.value.messageId, isSavedAsDraft: true };
}

/** Sent again it is the same answer: in the thread, and marking the same message. Everything else stands in its headers. */
function noteOf({ mode, original }: OutgoingHead): DraftNote {
  return {
    mode,
    original: original && { folder: original.folder, messageId: formatMessageId(original.messageId) },
    unfinished: {},
  };
}
