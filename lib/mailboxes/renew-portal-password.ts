import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { RateLimited } from "@/lib/database/rate-limits";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { mailboxChange } from "./apply-mailbox-update";
import { MAILBOX_CHANGE_LIMIT } from "./policy";
import { findMailboxFor } from "./queries";
import { startOperation } from "./start-operation";
import { supersedeOperations } from "./supersede-operations";

export type RenewPortalPasswordFailure =
  | { readonly reason: "not-found" | "mailbox-not-ready" | "nothing-to-change" }
  | RateLimited;

/**
 * Records the wish for another app password of the portal's in a mailbox whose present one was refused (revoked by
 * hand, say); the worker makes it and proves it. Changes of the mailbox that are not done yet go along.
 */
export async function renewPortalPassword(
  context: Pick<PortalContext, "database" | "keyring" | "rateLimits">,
  actor: Actor,
  input: { readonly mailboxId: string },
): Promise<Result<{ readonly operationId: string }, RenewPortalPasswordFailure>> {
  const mailbox = await findMailboxFor(context, actor, { id: input.mailboxId }, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  if (mailbox.backend === "LEGACY" || mailbox.state !== "ACTIVE")
    return fail({ reason: "mailbox-not-ready" });
  if (!mailbox.appPasswordRefusedAt) return fail({ reason: "nothing-to-change" });
  const admitted = await context.rateLimits.consume(MAILBOX_CHANGE_LIMIT, mailbox.id);
  if (!admitted.ok) return admitted;
  const operationId = await context.database.prisma.$transaction(async (transaction) => {
    const superseded = await supersedeOperations(transaction, mailbox.id, ["UPDATE_MAILBOX"]);
    const earlier = superseded.map((operation) => mailboxChange.parse(operation.change));
    await recordEvent(transaction, actor, {
      action: "mailbox.renew-portal-password",
      subjectKind: "mailbox",
      subjectId: mailbox.id,
      result: "done",
    });
    return startOperation(transaction, context, {
      kind: "UPDATE_MAILBOX",
      mailboxId: mailbox.id,
      accountId: mailbox.accountId,
      change: Object.assign({}, ...earlier, { newPortalPassword: true }),
    });
  });
  return succeed({ operationId });
}
