import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { notifyChange } from "@/lib/database/notifications";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findOutgoing } from "./find-outgoing";
import { queueSending } from "./queue-sending";
import type { OutgoingKey, OutgoingView, SendAgainFailure } from "./schema";
import { REPEATABLE, viewOutgoing } from "./view-outgoing";

/**
 * Sends what failed or may have been sent once more, with the same Message-ID, by which most mail systems drop a
 * second copy. A person's decision: programs are refused. Of two presses one counts.
 */
export async function sendAgain(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  { outgoingId }: OutgoingKey,
): Promise<Result<OutgoingView, SendAgainFailure>> {
  const found = await findOutgoing(context, actor, outgoingId);
  if (!found || actor.kind !== "account" || actor.scopes !== null) return fail({ reason: "not-found" });
  return context.database.prisma.$transaction(async (transaction) => {
    const hasContent = (await transaction.outgoingChunk.count({ where: { outgoingId } })) > 0;
    if (!hasContent) return fail({ reason: "nothing-to-send-again" });
    const [row] = await transaction.outgoingMessage.updateManyAndReturn({
      where: { id: outgoingId, state: { in: [...REPEATABLE] } },
      data: {
        state: "QUEUED",
        reason: null,
        serverCode: null,
        attempts: 0,
        sendAt: await getDatabaseNow(transaction),
        finishedAt: null,
      },
    });
    if (!row) return fail({ reason: "nothing-to-send-again" });
    await queueSending(transaction, row);
    await recordEvent(transaction, actor, {
      action: "mail.send-again",
      subjectKind: "mailbox",
      subjectId: row.mailboxId,
      result: "done",
    });
    await notifyChange(transaction, { kind: "outgoing", id: row.id, accountId: found.mailbox.accountId });
    return succeed(viewOutgoing(context, row));
  });
}
