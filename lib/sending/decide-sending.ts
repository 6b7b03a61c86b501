import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { notifyChange } from "@/lib/database/notifications";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { removeJob } from "@/lib/jobs/remove-job";
import { wipeContent } from "./content-chunks";
import { findApprovable } from "./find-approvable";
import { queueSending, sendingKey } from "./queue-sending";
import type { ApprovalFailure, DecideInput, OutgoingView } from "./schema";
import { viewOutgoing } from "./view-outgoing";

type DecideContext = Pick<PortalContext, "database" | "keyring">;

/** Lets a program's message go. Of several decisions the first counts; the link works once. */
export function approveSending(
  context: DecideContext,
  actor: Actor,
  input: DecideInput,
): Promise<Result<OutgoingView, ApprovalFailure>> {
  return decide(context, actor, input, "QUEUED");
}

/** Stops a program's message for good, and forgets what it says. */
export function rejectSending(
  context: DecideContext,
  actor: Actor,
  input: DecideInput,
): Promise<Result<OutgoingView, ApprovalFailure>> {
  return decide(context, actor, input, "REJECTED");
}

async function decide(
  context: DecideContext,
  actor: Actor,
  input: DecideInput,
  state: "QUEUED" | "REJECTED",
): Promise<Result<OutgoingView, ApprovalFailure>> {
  const found = await findApprovable(context, actor, input);
  if (!found.ok) return found;
  const { id, mailboxId, mailbox, approvalHash } = found.value;
  const isByLink = "token" in input;
  return context.database.prisma.$transaction(async (transaction) => {
    const now = await getDatabaseNow(transaction);
    const [row] = await transaction.outgoingMessage.updateManyAndReturn({
      where: { id, state: "AWAITING_APPROVAL", ...(isByLink ? { approvalHash } : {}) },
      data: {
        state,
        sendAt: now,
        approvalHash: null,
        approvalEndsAt: null,
        ...(state === "REJECTED" ? { finishedAt: now } : {}),
      },
    });
    if (!row) return fail({ reason: "nothing-to-approve" });
    if (state === "QUEUED") await queueSending(transaction, row);
    else {
      await removeJob(transaction, sendingKey(id));
      await wipeContent(transaction, [id]);
    }
    await recordEvent(transaction, actor, {
      action: state === "QUEUED" ? "mail.approve" : "mail.reject",
      subjectKind: "mailbox",
      subjectId: mailboxId,
      result: "done",
      detail: { byLink: isByLink },
    });
    await notifyChange(transaction, { kind: "outgoing", id, accountId: mailbox.accountId });
    return succeed(viewOutgoing(context, row));
  });
}
