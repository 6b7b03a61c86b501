import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { isDatabaseAway } from "@/lib/database/is-database-away";
import { extendTemporaryMailbox } from "@/lib/temporary-mailboxes/extend-temporary-mailbox";
import { beginDeletion } from "./delete-mailbox";
import { GRACE_HOURS } from "./policy";
import { queueBulkOperation } from "./queue-bulk-operation";

type BulkContext = Pick<PortalContext, "database" | "keyring" | "settings" | "logger">;

/** The worker stops within seconds, so the work is cut into slices of this length. */
const SLICE_MS = 2_000;
const ITEMS_AT_ONCE = 50;
const HOUR_MS = 3_600_000;

/**
 * Does a slice of the work and queues the next one, until each mailbox had its turn. A deletion is only begun here; it
 * goes on in the clean-up's lane, paced like that. Safe to repeat: of two tries at one mailbox the second one finds the
 * deletion begun, or the expiry no longer as it was chosen.
 */
export async function carryOutBulkOperation(context: BulkContext, bulkOperationId: string): Promise<void> {
  const { prisma } = context.database;
  const until = performance.now() + SLICE_MS;
  while (performance.now() < until) {
    const operation = await findRunning(context, bulkOperationId);
    if (!operation) return;
    const actor = actorOf(operation);
    if (!actor) return finish(context, bulkOperationId, "CANCELLED");
    const items = await prisma.bulkItem.findMany({
      where: { bulkOperationId, outcome: null },
      orderBy: { mailboxId: "desc" },
      take: ITEMS_AT_ONCE,
    });
    if (items.length === 0) return finish(context, bulkOperationId, "DONE");
    for (const item of items) {
      if (performance.now() >= until || !(await findRunning(context, bulkOperationId))) break;
      const became = await doOne(context, actor, operation, item);
      await recordItem(context, item, became);
    }
  }
  await prisma.$transaction((transaction) => queueBulkOperation(transaction, bulkOperationId));
}

interface RunningOperation {
  readonly id: string;
  readonly act: "DELETE" | "EXTEND";
  readonly graceHours: number | null;
  readonly networkAddress: string | null;
  readonly account: {
    readonly id: string;
    readonly address: string;
    readonly role: string;
    readonly state: string;
  } | null;
}

interface Item {
  readonly bulkOperationId: string;
  readonly mailboxId: string;
  readonly expiresBefore: Date | null;
}

interface Became {
  readonly outcome: "begun" | "extended" | "refused";
  readonly reason?: string;
  readonly operationId?: string;
}

async function findRunning({ database }: BulkContext, id: string): Promise<RunningOperation | null> {
  return database.prisma.bulkOperation.findFirst({
    where: { id, state: "RUNNING" },
    include: { account: true },
  });
}

/** Whoever wished it must still be allowed to; null otherwise. The command on the machine leaves no network address. */
function actorOf({ account, networkAddress }: RunningOperation): Actor | null {
  if (!account) return networkAddress === null ? { kind: "system", name: "bulk operation" } : null;
  if (account.role !== "ADMIN" || account.state !== "ACTIVE") return null;
  return {
    kind: "account",
    accountId: account.id,
    address: account.address,
    role: "ADMIN",
    networkAddress: networkAddress ?? "",
    sessionId: null,
    scopes: null,
  };
}

/** A fault of ours with one mailbox must not keep the others waiting for ever. */
async function doOne(
  context: BulkContext,
  actor: Actor,
  operation: RunningOperation,
  item: Item,
): Promise<Became> {
  try {
    return operation.act === "DELETE"
      ? await deleteOne(context, actor, operation, item)
      : await extendOne(context, actor, item);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    context.logger.error({ error, action: "carry-out-bulk-operation" }, "one of many failed in the portal");
    return { outcome: "refused", reason: "portal-error" };
  }
}

async function extendOne(context: BulkContext, actor: Actor, item: Item): Promise<Became> {
  if (!item.expiresBefore) return { outcome: "refused", reason: "not-found" };
  const { mailboxId, expiresBefore: expectedExpiresAt } = item;
  const extended = await extendTemporaryMailbox(context, actor, { mailboxId, expectedExpiresAt });
  return extended.ok ? { outcome: "extended" } : { outcome: "refused", reason: extended.failure.reason };
}

async function deleteOne(
  context: BulkContext,
  actor: Actor,
  { id: bulkOperationId, graceHours }: RunningOperation,
  { mailboxId }: Item,
): Promise<Became> {
  if (!isAdmin(actor, "admin:write")) return { outcome: "refused", reason: "not-allowed" };
  const { prisma } = context.database;
  const mailbox = await prisma.mailbox.findUnique({ where: { id: mailboxId } });
  if (!mailbox || mailbox.state === "DELETED") return { outcome: "refused", reason: "not-found" };
  const deleteAfter = new Date(Date.now() + (graceHours ?? GRACE_HOURS) * HOUR_MS);
  const plan = { bulkOperationId };
  const operationId = await beginDeletion(context, actor, mailbox, deleteAfter, { plan });
  if (operationId !== null) return { outcome: "begun", operationId };
  const ours = await prisma.operation.findFirst({
    where: {
      mailboxId,
      kind: "DELETE_MAILBOX",
      change: { path: ["bulkOperationId"], equals: bulkOperationId },
    },
    select: { id: true },
  });
  return ours
    ? { outcome: "begun", operationId: ours.id }
    : { outcome: "refused", reason: "already-deleting" };
}

/** What was done counts, also when it was cancelled in the same moment. */
async function recordItem({ database }: BulkContext, item: Item, became: Became): Promise<void> {
  const { bulkOperationId, mailboxId } = item;
  await database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.bulkItem.updateMany({
      where: { bulkOperationId, mailboxId, OR: [{ outcome: null }, { outcome: "cancelled" }] },
      data: { ...became, at: new Date() },
    });
    if (count === 0) return;
    await transaction.bulkOperation.update({
      where: { id: bulkOperationId },
      data: became.outcome === "refused" ? { failed: { increment: 1 } } : { done: { increment: 1 } },
    });
  });
}

async function finish({ database }: BulkContext, id: string, state: "DONE" | "CANCELLED"): Promise<void> {
  await database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.bulkOperation.updateMany({
      where: { id, state: "RUNNING" },
      data: { state, finishedAt: new Date() },
    });
    if (count === 0 || state === "DONE") return;
    await transaction.bulkItem.updateMany({
      where: { bulkOperationId: id, outcome: null },
      data: { outcome: "cancelled", reason: "not-allowed" },
    });
  });
}
