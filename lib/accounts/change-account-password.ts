import { recordEvent } from "@/lib/audit/record-event";
import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { RateLimit, RateLimited } from "@/lib/database/rate-limits";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { startPasswordChange } from "@/lib/mailboxes/change-mailbox-password";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import { findOwnMailbox, getPasswordPolicy } from "@/lib/mailboxes/queries";
import type { PasswordProblem } from "@/lib/mailboxes/schema";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { HasherBusyError } from "@/lib/secrets/password-hasher";
import type { ChangeAccountPasswordInput } from "./schema";

export type ChangeAccountPasswordFailure =
  | { readonly reason: "not-allowed" | "wrong-password" | "mailbox-not-ready" }
  | { readonly reason: "weak-password"; readonly problems: readonly PasswordProblem[] }
  | { readonly reason: "busy"; readonly retryAfterSeconds: number }
  | RateLimited;

/** Tries at the current password from an open session. */
const TRIES: RateLimit = { name: "account-password", points: 10, perSeconds: 900 };

type ChangeContext = Pick<PortalContext, "database" | "keyring" | "passwordHasher" | "rateLimits">;

/**
 * Changes the password of the account and, if wished, of its mailbox, with one hash. Every other session of the
 * account ends with it; this one goes on.
 */
export async function changeAccountPassword(
  context: ChangeContext,
  actor: AccountActor,
  input: ChangeAccountPasswordInput,
): Promise<Result<{ readonly operationId: string | null }, ChangeAccountPasswordFailure>> {
  if (actor.scopes !== null) return fail({ reason: "not-allowed" });
  const account = await context.database.prisma.account.findUniqueOrThrow({ where: { id: actor.accountId } });
  const policy = await getPasswordPolicy(context);
  const problems = findPasswordProblems(input.newPassword, account.address, policy);
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  const admitted = await context.rateLimits.consume(TRIES, account.id);
  if (!admitted.ok) return admitted;
  const mailbox = input.alsoMailbox ? await findOwnMailbox(context, actor, "write") : null;
  if (input.alsoMailbox && (!mailbox?.madeAt || mailbox.state === "DELETING")) {
    return fail({ reason: "mailbox-not-ready" });
  }
  try {
    if (!(await context.passwordHasher.verify(account.passwordHash, input.currentPassword))) {
      return fail({ reason: "wrong-password" });
    }
    const passwordHash = await context.passwordHasher.hash(input.newPassword);
    return succeed({ operationId: await store(context, actor, passwordHash, mailbox) });
  } catch (error) {
    if (!(error instanceof HasherBusyError)) throw error;
    return fail({ reason: "busy", retryAfterSeconds: error.retryAfterSeconds });
  }
}

async function store(
  context: ChangeContext,
  actor: AccountActor,
  passwordHash: string,
  mailbox: Awaited<ReturnType<typeof findOwnMailbox>>,
): Promise<string | null> {
  return context.database.prisma.$transaction(async (transaction) => {
    const { epoch } = await transaction.account.update({
      where: { id: actor.accountId },
      data: { passwordHash, epoch: { increment: 1 } },
      select: { epoch: true },
    });
    // The session in use moves on with the account; every other one is of an old epoch now.
    if (actor.sessionId) {
      await transaction.session.update({ where: { id: actor.sessionId }, data: { epoch } });
    }
    await recordEvent(transaction, actor, {
      action: "account.change-password",
      subjectKind: "account",
      subjectId: actor.accountId,
      result: "done",
    });
    return mailbox
      ? startPasswordChange(transaction, context, actor, mailbox, toMailcowHash(passwordHash))
      : null;
  });
}
