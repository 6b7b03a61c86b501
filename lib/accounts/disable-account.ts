import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

export type SetAccountStateFailure = { readonly reason: "not-allowed" | "not-found" | "last-admin" };

interface StateInput {
  readonly address: string;
}

/** Ends all of the account's sessions and tokens and refuses new ones; its mailbox is not touched. */
export async function disableAccount(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: StateInput,
): Promise<Result<void, SetAccountStateFailure>> {
  return setState(context, actor, input, "DISABLED");
}

/** Lets the account sign in again; sessions from before stay ended. */
export async function enableAccount(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: StateInput,
): Promise<Result<void, SetAccountStateFailure>> {
  return setState(context, actor, input, "ACTIVE");
}

async function setState(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: StateInput,
  state: "ACTIVE" | "DISABLED",
): Promise<Result<void, SetAccountStateFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  return context.database.prisma.$transaction(async (transaction) => {
    // All admins' rows are locked, so that two who disable each other cannot both succeed.
    await transaction.$queryRaw`select id from account where role = 'ADMIN' order by id for update`;
    const account = await transaction.account.findUnique({ where: { address: input.address.toLowerCase() } });
    if (!account) return fail({ reason: "not-found" });
    const otherAdmins = await transaction.account.count({
      where: { role: "ADMIN", state: "ACTIVE", id: { not: account.id } },
    });
    if (state === "DISABLED" && account.role === "ADMIN" && otherAdmins === 0)
      return fail({ reason: "last-admin" });
    await transaction.account.update({ where: { id: account.id }, data: { state, epoch: { increment: 1 } } });
    await recordEvent(transaction, actor, {
      action: state === "ACTIVE" ? "account.enable" : "account.disable",
      subjectKind: "account",
      subjectId: account.id,
      result: "done",
    });
    return succeed(undefined);
  });
}
