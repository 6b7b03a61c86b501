import type { WorkerContext } from "@/lib/context/portal-context";
import { findMailbox, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { readEpochMark } from "./epoch-mark";
import type { OperationRun, RunOutcome } from "./operation-run";
import { checkStamp, getInstanceId } from "./ownership";

/**
 * The mailbox as Mailcow has it, proven to be the one the portal made. Everything that changes or deletes asks
 * here first; a mailbox made again by hand at the same address is reported and left alone. Nor is one deleted whose
 * epoch somebody changed: it would no longer say whether the database is older than it.
 */
export async function findOwnInMailcow(
  context: Pick<WorkerContext, "database" | "keyring" | "mailcow">,
  run: OperationRun,
): Promise<MailcowMailbox | RunOutcome> {
  if (!run.mailbox.madeAt) return { kind: "retry", reason: "mailbox-not-ready" };
  const lookup = await findMailbox(context.mailcow, run.address);
  if (lookup.state === "torn") return { kind: "needs-admin", reason: "mailbox-broken" };
  if (lookup.state === "absent") return { kind: "needs-admin", reason: "mailbox-gone" };
  const { mailbox } = lookup;
  const instanceId = await getInstanceId(context);
  const isOurs =
    mailbox.createdAt === run.mailbox.createdInMailcow &&
    checkStamp(context, instanceId, mailbox) !== null &&
    (run.operation.kind !== "DELETE_MAILBOX" || readEpochMark(context, instanceId, mailbox).isIntact);
  return isOurs ? mailbox : { kind: "needs-admin", reason: "not-ours" };
}
