import { recordEvent } from "@/lib/audit/record-event";
import type { VisitorActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Account } from "@/lib/database/models";
import { networkOf, type RateLimit, type RateLimited } from "@/lib/database/rate-limits";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { HasherBusyError } from "@/lib/secrets/password-hasher";
import { hashToken, isWellFormedToken } from "@/lib/secrets/token";
import { FAILURES_OF_ACCOUNT, FAILURES_OF_DEVICE, FAILURES_OF_NETWORK } from "./policy";
import type { SignInInput } from "./schema";
import { type StartedSession, startSession } from "./start-session";

export type SignInFailure =
  | { readonly reason: "wrong-credentials" }
  | { readonly reason: "busy"; readonly retryAfterSeconds: number }
  | RateLimited;

export interface Browser {
  readonly userAgent?: string | undefined;
  /** From the cookie of an earlier sign-in. */
  readonly deviceToken?: string | undefined;
}

type SignInContext = Pick<PortalContext, "database" | "passwordHasher" | "rateLimits">;

/**
 * Same answer, and as much work, for an unknown address, a wrong password and a disabled account. Failures are
 * counted for the network, and for the account apart from browsers that have signed in to it before: somebody who
 * guesses cannot lock the owner out.
 */
export async function signIn(
  context: SignInContext,
  visitor: VisitorActor,
  input: SignInInput & Browser,
): Promise<Result<StartedSession & { readonly accountId: string }, SignInFailure>> {
  const address = parseWholeAddress(input.address)?.canonical ?? input.address.toLowerCase();
  const account = await context.database.prisma.account.findUnique({ where: { address } });
  const counters = await countersFor(context, visitor, address, account, input.deviceToken);
  // Counted before the look at the password: many guesses at once would all pass a limit that is only read.
  for (const [limit, key] of counters) {
    const admitted = await context.rateLimits.consume(limit, key);
    if (!admitted.ok) return admitted;
  }
  try {
    const isRight = await context.passwordHasher.verify(account?.passwordHash ?? null, input.password);
    if (!account || !isRight || account.state !== "ACTIVE") return await refuse(context, visitor, account);
    const session = await admit(context, visitor, account, input);
    await giveBack(context, counters);
    return succeed(session);
  } catch (error) {
    if (!(error instanceof HasherBusyError)) throw error;
    await giveBack(context, counters);
    return fail({ reason: "busy", retryAfterSeconds: error.retryAfterSeconds });
  }
}

type Counter = readonly [RateLimit, string];

async function countersFor(
  context: SignInContext,
  visitor: VisitorActor,
  address: string,
  account: Account | null,
  deviceToken: string | undefined,
): Promise<readonly Counter[]> {
  const network: Counter = [FAILURES_OF_NETWORK, networkOf(visitor.networkAddress)];
  const device = await findDevice(context, account, deviceToken);
  return [network, device ? [FAILURES_OF_DEVICE, device] : [FAILURES_OF_ACCOUNT, hashToken(address)]];
}

/** Looked up for unknown accounts as well, so that both take one query. */
async function findDevice(
  context: SignInContext,
  account: Account | null,
  deviceToken: string | undefined,
): Promise<string | null> {
  if (!deviceToken || !isWellFormedToken("dev", deviceToken)) return null;
  const device = await context.database.prisma.signInDevice.findUnique({
    where: { tokenHash: hashToken(deviceToken) },
  });
  return device && device.accountId === account?.id ? device.id : null;
}

/** What was no failure does not count as one. */
async function giveBack(context: SignInContext, counters: readonly Counter[]): Promise<void> {
  for (const [limit, key] of counters) await context.rateLimits.giveBack(limit, key);
}

async function refuse(
  context: SignInContext,
  visitor: VisitorActor,
  account: Account | null,
): Promise<Result<never, SignInFailure>> {
  await recordEvent(context.database.prisma, visitor, {
    action: "session.sign-in",
    ...(account ? { subjectKind: "account", subjectId: account.id } : {}),
    result: "refused",
  });
  return fail({ reason: "wrong-credentials" });
}

async function admit(
  context: SignInContext,
  visitor: VisitorActor,
  account: Account,
  input: SignInInput & Browser,
): Promise<StartedSession & { accountId: string }> {
  if (context.passwordHasher.needsRehash(account.passwordHash)) {
    const passwordHash = await context.passwordHasher.hash(input.password);
    await context.database.prisma.account.updateMany({
      where: { id: account.id, passwordHash: account.passwordHash },
      data: { passwordHash },
    });
  }
  const session = await startSession(context, account, {
    networkAddress: visitor.networkAddress,
    userAgent: input.userAgent,
  });
  await recordEvent(context.database.prisma, visitor, {
    action: "session.sign-in",
    subjectKind: "account",
    subjectId: account.id,
    result: "done",
  });
  return { ...session, accountId: account.id };
}
