import { type AccountActor, hasScope, isAdmin } from "@/lib/context/actor";
import { holdsMailbox } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type OperationView, viewOperation } from "./mail-page";

/** An operation of the actor's own, or for an admin of anybody; others cannot be told from none. */
export async function findOperation(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
  operationId: string,
): Promise<Result<OperationView, { readonly reason: "not-found" }>> {
  const operation = await context.database.prisma.operation.findUnique({ where: { id: operationId } });
  if (!operation) return fail({ reason: "not-found" });
  // By the operation's own account: the deletion that ended a mailbox can still be asked for.
  const { mailboxId: id, accountId } = operation;
  const isOwn = holdsMailbox(actor, { id, accountId }) && hasScope(actor, "mailbox:read");
  return isOwn || isAdmin(actor, "admin:read")
    ? succeed(viewOperation(operation))
    : fail({ reason: "not-found" });
}
