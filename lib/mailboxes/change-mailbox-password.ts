import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import type { Mailbox } from "@/lib/database/models";
import type { RateLimited } from "@/lib/database/rate-limits";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { HasherBusyError } from "@/lib/secrets/password-hasher";
import { findPasswordProblems } from "./password-policy";
import { MAILBOX_CHANGE_LIMIT } from "./policy";
import { findMailboxFor, getPasswordPolicy } from "./queries";
import type { ChangeMailboxPasswordInput, PasswordProblem } from "./schema";
import { startOperation } from "./start-operation";
import { supersedeOperations } from "./supersede-operations";

export type ChangeMailboxPasswordFailure =
  | { readonly reason: "not-found" | "mailbox-not-ready" }
  | { readonly reason: "weak-password"; readonly problems: readonly PasswordProblem[] }
  | { readonly reason: "busy"; readonly retryAfterSeconds: number }
  | RateLimited;

/**
 * Records the wish for another mailbox password; the worker carries it out. The account's own password stays. An
 * older wish that is not done is dropped, also one at work, so that the newest password is the one that stands.
 */
export async function changeMailboxPassword(
  context: Pick<PortalContext, "database" | "keyring" | "passwordHasher" | "rateLimits">,
  actor: Actor,
  input: ChangeMailboxPasswordInput,
): Promise<Result<{ readonly operationId: string }, ChangeMailboxPasswordFailure>> {
  const mailbox = await findMailboxFor(context, actor, { id: input.mailboxId }, "write");
  if (!mailbox?.address) return fail({ reason: "not-found" });
  if (!mailbox.madeAt || mailbox.state === "DELETING") return fail({ reason: "mailbox-not-ready" });
  const policy = await getPasswordPolicy(context);
  const problems = findPasswordProblems(input.newPassword, mailbox.address, policy);
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  const admitted = await context.rateLimits.consume(MAILBOX_CHANGE_LIMIT, mailbox.id);
  if (!admitted.ok) return admitted;
  try {
    const passwordHash = toMailcowHash(await context.passwordHasher.hash(input.newPassword));
    const operationId = await context.database.prisma.$transaction((transaction) =>
      startPasswordChange(transaction, context, actor, mailbox, passwordHash),
    );
    return succeed({ operationId });
  } catch (error) {
    if (!(error instanceof HasherBusyError)) throw error;
    return fail({ reason: "busy", retryAfterSeconds: error.retryAfterSeconds });
  }
}

/** For callers that change more in the same transaction. */
export async function startPasswordChange(
  transaction: Transaction,
  context: Pick<PortalContext, "keyring">,
  actor: Actor,
  mailbox: Pick<Mailbox, "id" | "accountId">,
  passwordHash: string,
): Promise<string> {
  await supersedeOperations(transaction, mailbox.id, ["CHANGE_MAILBOX_PASSWORD"]);
  // A generated password that is replaced must not be shown as the one to log in with.
  await transaction.mailbox.updateMany({
    where: { id: mailbox.id, passwordSealed: { not: null } },
    data: { passwordSealed: null },
  });
  await recordEvent(transaction, actor, {
    action: "mailbox.change-password",
    subjectKind: "mailbox",
    subjectId: mailbox.id,
    result: "done",
  });
  return startOperation(transaction, context, {
    kind: "CHANGE_MAILBOX_PASSWORD",
    mailboxId: mailbox.id,
    accountId: mailbox.accountId,
    passwordHash,
  });
}
