import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import type { ItemOutcome } from "./schema";

type RecordContext = Pick<PortalContext, "database">;

export interface NewRun {
  readonly kind: "EXPIRED" | "INACTIVE" | "QUOTA";
  readonly isDryRun: boolean;
  /** The row of a round that was asked for before; made now otherwise. */
  readonly runId?: string | undefined;
}

/**
 * Opens a round, and ends those that a process left open when it died: what they had begun goes on by itself, and
 * the rest is found again. Only for whoever holds the clean-up's lock.
 */
export async function openRun(context: RecordContext, actor: Actor, run: NewRun): Promise<string> {
  const { cleanUpRun } = context.database.prisma;
  await cleanUpRun.updateMany({
    where: { state: "RUNNING", reason: null, ...(run.runId ? { id: { not: run.runId } } : {}) },
    data: { state: "FAILED", reason: "interrupted", finishedAt: new Date() },
  });
  if (run.runId) {
    await cleanUpRun.update({ where: { id: run.runId }, data: { state: "RUNNING", reason: null } });
    return run.runId;
  }
  const { id } = await createRun(context.database.prisma, actor, run, null);
  return id;
}

/** `reason` is `queued` while the round waits for the worker. */
export async function createRun(
  transaction: Transaction,
  actor: Actor,
  run: NewRun,
  reason: "queued" | null,
): Promise<{ readonly id: string }> {
  return transaction.cleanUpRun.create({
    data: { kind: run.kind, isDryRun: run.isDryRun, startedBy: nameOf(actor), reason },
    select: { id: true },
  });
}

export async function closeRun(
  context: RecordContext,
  runId: string,
  data: Pick<Prisma.CleanUpRunUpdateInput, "state" | "reason" | "planned" | "done">,
): Promise<void> {
  await context.database.prisma.cleanUpRun.update({
    where: { id: runId },
    data: { ...data, finishedAt: new Date() },
  });
}

/** Safe to repeat: one row a mailbox and round. */
export async function recordItems(
  context: RecordContext,
  runId: string,
  mailboxIds: readonly string[],
  outcome: ItemOutcome,
): Promise<void> {
  await context.database.prisma.cleanUpItem.createMany({
    data: mailboxIds.map((mailboxId) => ({ runId, mailboxId, outcome })),
    skipDuplicates: true,
  });
}

export async function recordOutcome(
  context: RecordContext,
  runId: string,
  mailboxId: string,
  outcome: ItemOutcome,
  reason: string | null,
): Promise<void> {
  await context.database.prisma.cleanUpItem.updateMany({
    where: { runId, mailboxId },
    data: { outcome, reason, at: new Date() },
  });
}

function nameOf(actor: Actor): string {
  return actor.kind === "account" ? `account:${actor.accountId}` : actor.kind === "system" ? actor.name : "";
}
