import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { mailboxChange } from "./apply-mailbox-update";
import { findMailboxFor } from "./queries";
import type { UpdateMailboxInput } from "./schema";
import { startOperation } from "./start-operation";
import { supersedeOperations } from "./supersede-operations";

export type UpdateMailboxFailure = {
  readonly reason: "not-found" | "not-allowed" | "mailbox-not-ready" | "nothing-to-change";
};

/**
 * Records a change of name, or by an admin of quota or state; the worker carries it out. Earlier wishes that are not
 * done go along in the same operation, where the newest wins.
 */
export async function updateMailbox(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  input: UpdateMailboxInput,
): Promise<Result<{ readonly operationId: string }, UpdateMailboxFailure>> {
  const { mailboxId, displayName, quotaMiB, active } = input;
  const mailbox = await findMailboxFor(context, actor, { id: mailboxId }, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  const needsAdmin = quotaMiB !== undefined || active !== undefined;
  if (needsAdmin && !isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  if (!mailbox.madeAt || mailbox.state === "DELETING") return fail({ reason: "mailbox-not-ready" });
  const change = {
    // Mailcow reads an empty name as "keep the old one".
    ...(displayName ? { displayName } : {}),
    ...(quotaMiB !== undefined ? { quotaMiB } : {}),
    ...(active !== undefined ? { active } : {}),
  };
  if (Object.keys(change).length === 0) return fail({ reason: "nothing-to-change" });
  const operationId = await context.database.prisma.$transaction(async (transaction) => {
    const superseded = await supersedeOperations(transaction, mailbox.id, ["UPDATE_MAILBOX"]);
    const earlier = superseded.map((operation) => mailboxChange.parse(operation.change));
    await recordEvent(transaction, actor, {
      action: "mailbox.update",
      subjectKind: "mailbox",
      subjectId: mailbox.id,
      result: "done",
      detail: change,
    });
    return startOperation(transaction, context, {
      kind: "UPDATE_MAILBOX",
      mailboxId: mailbox.id,
      accountId: mailbox.accountId,
      change: Object.assign({}, ...earlier, change),
    });
  });
  return succeed({ operationId });
}
