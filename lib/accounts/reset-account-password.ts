import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { startPasswordChange } from "@/lib/mailboxes/change-mailbox-password";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import type { PasswordProblem } from "@/lib/mailboxes/schema";
import { toMailcowHash } from "@/lib/mailcow/password-hash";

export type ResetAccountPasswordFailure =
  | { readonly reason: "not-allowed" | "not-found" }
  | { readonly reason: "weak-password"; readonly problems: readonly PasswordProblem[] };

export interface ResetAccountPasswordInput {
  readonly address: string;
  readonly password: string;
  /** Set the mailbox's password as well. */
  readonly alsoMailbox: boolean;
}

/** An admin gives an account a new password; all of its sessions end. */
export async function resetAccountPassword(
  context: Pick<PortalContext, "database" | "keyring" | "passwordHasher">,
  actor: Actor,
  input: ResetAccountPasswordInput,
): Promise<Result<{ readonly operationId: string | null }, ResetAccountPasswordFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const account = await context.database.prisma.account.findUnique({
    where: { address: input.address.toLowerCase() },
    include: {
      mailboxes: {
        where: { purpose: "PERSON", state: { notIn: ["DELETED", "DELETING"] }, madeAt: { not: null } },
      },
    },
  });
  if (!account) return fail({ reason: "not-found" });
  const problems = findPasswordProblems(input.password, account.address, await getPasswordPolicy(context));
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  const passwordHash = await context.passwordHasher.hash(input.password);
  const mailbox = input.alsoMailbox ? account.mailboxes[0] : undefined;
  return context.database.prisma.$transaction(async (transaction) => {
    await transaction.account.update({
      where: { id: account.id },
      data: { passwordHash, epoch: { increment: 1 } },
    });
    await recordEvent(transaction, actor, {
      action: "account.reset-password",
      subjectKind: "account",
      subjectId: account.id,
      result: "done",
    });
    const operationId = mailbox
      ? await startPasswordChange(transaction, context, actor, mailbox, toMailcowHash(passwordHash))
      : null;
    return succeed({ operationId });
  });
}
