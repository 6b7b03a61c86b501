import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import type { Mailbox, Operation } from "@/lib/database/models";
import { notifyChange } from "@/lib/database/notifications";
import { announceOutcome } from "@/lib/notifications/announce-outcome";
import type { MailboxReason } from "./schema";
import { passwordHashPlace, queueOperation } from "./start-operation";

/** One try at an operation. Its fence number tells it from every other try. */
export interface OperationRun {
  readonly operation: Operation;
  readonly mailbox: Mailbox;
  readonly address: string;
}

/** How a try ended. `retry` goes on by itself; the others wait for a person, or for nobody. */
export type RunOutcome =
  | {
      readonly kind: "done";
      /** Written together with the operation's end. */
      readonly mailbox?: Prisma.MailboxUpdateInput;
      readonly alsoDo?: (transaction: Transaction) => Promise<void>;
    }
  | { readonly kind: "retry"; readonly reason: MailboxReason; readonly afterMs?: number }
  | { readonly kind: "needs-user" | "needs-admin"; readonly reason: MailboxReason };

/** A newer try has begun: this one must not write any more. */
export class StaleRunError extends Error {
  override readonly name = "StaleRunError";
}

/** The worker stops, or something comes first: this try has changed nothing and is to be made another time. */
export class PutOffError extends Error {
  override readonly name = "PutOffError";
}

/** Written in the transaction that records how a try ended. */
export type RecordEnd = (transaction: Transaction, run: OperationRun, outcome: RunOutcome) => Promise<void>;

const BACKOFF_BASE_MS = 1_000;
const BACKOFF_LIMIT_MS = 10 * 60_000;
const FLAG_AFTER_MS = 72 * 3_600_000;

const IDLE = ["QUEUED", "WAITING"] as const;

/**
 * Begins a try, or says null when there is nothing (more) to do: a job may be delivered twice. A try at work is
 * replaced, as its worker may be dead, unless only an idle operation is wanted.
 */
export async function beginRun(
  context: Pick<PortalContext, "database">,
  operationId: string,
  isIdleWanted = false,
): Promise<OperationRun | null> {
  const [operation] = await context.database.prisma.operation.updateManyAndReturn({
    where: { id: operationId, state: { in: isIdleWanted ? [...IDLE] : [...IDLE, "RUNNING"] } },
    data: {
      state: "RUNNING",
      fence: { increment: 1 },
      attempts: { increment: 1 },
      startedAt: new Date(),
      nextAttemptAt: null,
    },
  });
  if (!operation) return null;
  const mailbox = await context.database.prisma.mailbox.findUniqueOrThrow({
    where: { id: operation.mailboxId },
  });
  // A deletion begun since this was wished makes it void, unless it is the deletion.
  const isVoid = mailbox.state === "DELETING" && operation.kind !== "DELETE_MAILBOX";
  if (mailbox.address !== null && !isVoid) return { operation, mailbox, address: mailbox.address };
  await context.database.prisma.operation.updateMany({
    where: { id: operation.id, fence: operation.fence },
    data: { state: "CANCELLED", passwordHashSealed: null, finishedAt: new Date() },
  });
  return null;
}

/**
 * Writes while this try is still the newest; two workers on one operation are thereby harmless.
 * @throws {StaleRunError} when it is not, and writes nothing.
 */
export async function commitStep(
  context: Pick<PortalContext, "database">,
  run: OperationRun,
  changes: {
    readonly mailbox?: Prisma.MailboxUpdateInput;
    readonly operation?: Prisma.OperationUpdateManyMutationInput;
  },
  alsoDo: (transaction: Transaction) => Promise<void> = async () => {},
): Promise<void> {
  const { operation, mailbox } = run;
  await context.database.prisma.$transaction(async (transaction) => {
    const mine = await transaction.operation.updateMany({
      where: { id: operation.id, fence: operation.fence },
      data: changes.operation ?? { fence: operation.fence },
    });
    if (mine.count === 0) throw new StaleRunError("a newer run of this operation has begun");
    if (changes.mailbox) {
      await transaction.mailbox.update({ where: { id: mailbox.id }, data: changes.mailbox });
    }
    await alsoDo(transaction);
    const { id: mailboxId, accountId } = mailbox;
    await notifyChange(transaction, { kind: "operation", id: operation.id, accountId, mailboxId });
  });
}

/** The password hash that waits sealed in the operation; null when it carries none. */
export function openPasswordHash(
  context: Pick<PortalContext, "keyring">,
  operation: Operation,
): string | null {
  return operation.passwordHashSealed === null
    ? null
    : context.keyring.open(operation.passwordHashSealed, passwordHashPlace(operation.id));
}

/** Records how the try ended; a retry is queued in the same transaction, with full jitter. */
export async function finishRun(
  context: Pick<PortalContext, "database">,
  run: OperationRun,
  outcome: RunOutcome,
  recordEnd: RecordEnd = async () => {},
): Promise<void> {
  if (outcome.kind === "retry") return scheduleRetry(context, run, outcome, recordEnd);
  const now = new Date();
  if (outcome.kind === "done") {
    const operation = { state: "DONE", reason: null, passwordHashSealed: null, finishedAt: now } as const;
    const changes = outcome.mailbox ? { operation, mailbox: outcome.mailbox } : { operation };
    return commitStep(context, run, changes, async (transaction) => {
      await outcome.alsoDo?.(transaction);
      await announceOutcome(transaction, run, outcome);
      await recordEnd(transaction, run, outcome);
    });
  }
  const state = outcome.kind === "needs-user" ? "NEEDS_USER" : "NEEDS_ADMIN";
  const stopsMailbox = run.operation.kind === "PROVISION_MAILBOX";
  return commitStep(
    context,
    run,
    {
      operation: { state, reason: outcome.reason, finishedAt: now },
      ...(stopsMailbox ? { mailbox: { state, reason: outcome.reason } } : {}),
    },
    async (transaction) => {
      await announceOutcome(transaction, run, outcome);
      await recordEnd(transaction, run, outcome);
    },
  );
}

/** Undoes {@link beginRun}: nothing was done, and the next try may begin at once. */
export async function putOffRun(context: Pick<PortalContext, "database">, run: OperationRun): Promise<void> {
  await commitStep(
    context,
    run,
    { operation: { state: "QUEUED", attempts: { decrement: 1 } } },
    (transaction) => queueOperation(transaction, run.operation),
  );
}

async function scheduleRetry(
  context: Pick<PortalContext, "database">,
  run: OperationRun,
  outcome: Extract<RunOutcome, { kind: "retry" }>,
  recordEnd: RecordEnd,
): Promise<void> {
  const { operation } = run;
  const nextAttemptAt = new Date(Date.now() + (outcome.afterMs ?? backoffMs(operation.attempts)));
  const isOverdue = Date.now() - operation.createdAt.getTime() > FLAG_AFTER_MS;
  await commitStep(
    context,
    run,
    {
      operation: {
        state: "WAITING",
        reason: outcome.reason,
        nextAttemptAt,
        ...(isOverdue && !operation.flaggedAt ? { flaggedAt: new Date() } : {}),
      },
      ...(operation.kind === "PROVISION_MAILBOX" ? { mailbox: { reason: outcome.reason } } : {}),
    },
    async (transaction) => {
      await queueOperation(transaction, operation, nextAttemptAt);
      await recordEnd(transaction, run, outcome);
    },
  );
}

/** Full jitter, 1 s doubling to 10 min: many who failed together do not come back together. */
export function backoffMs(attempts: number, random: () => number = Math.random): number {
  const limit = Math.min(BACKOFF_LIMIT_MS, BACKOFF_BASE_MS * 2 ** Math.min(attempts, 20));
  return Math.round(random() * limit);
}
