import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import { notifyChange } from "@/lib/database/notifications";
import { addJob, BACKGROUND_PRIORITY } from "@/lib/jobs/add-job";

export interface NewOperation {
  readonly kind: "PROVISION_MAILBOX" | "CHANGE_MAILBOX_PASSWORD" | "UPDATE_MAILBOX" | "DELETE_MAILBOX";
  readonly mailboxId: string;
  readonly accountId: string | null;
  /** A hash in Mailcow's form (`{ARGON2ID}…`), sealed here; never a password. */
  readonly passwordHash?: string;
  readonly change?: Prisma.InputJsonObject;
  readonly runAt?: Date;
}

const CLEAN_UP_QUEUE = "clean-up";
const cleanUpWork = z.union([
  z.object({ cleanUpRunId: z.string() }),
  z.object({ bulkOperationId: z.string() }),
]);

/** Where a password hash waits, as the seal's associated data. */
export function passwordHashPlace(operationId: string): string {
  return `operation:password_hash_sealed:${operationId}`;
}

/**
 * Records an intention towards Mailcow and the job that will carry it out, in the caller's transaction: both
 * come to be, or neither. Operations of one mailbox run one after the other.
 */
export async function startOperation(
  transaction: Transaction,
  context: Pick<PortalContext, "keyring">,
  operation: NewOperation,
): Promise<string> {
  const id = randomUUID();
  await transaction.operation.create({
    data: {
      id,
      kind: operation.kind,
      mailboxId: operation.mailboxId,
      accountId: operation.accountId,
      marker: `pasture-${randomBytes(16).toString("hex")}`,
      passwordHashSealed: operation.passwordHash
        ? context.keyring.seal(operation.passwordHash, passwordHashPlace(id))
        : null,
      ...(operation.change ? { change: operation.change } : {}),
      nextAttemptAt: operation.runAt ?? null,
    },
  });
  await queueOperation(
    transaction,
    { id, mailboxId: operation.mailboxId, change: operation.change ?? null },
    operation.runAt,
  );
  const { mailboxId, accountId } = operation;
  await notifyChange(transaction, { kind: "operation", id, accountId, mailboxId });
  return id;
}

/** The key of an operation's one job. */
export function operationJobKey(operationId: string): string {
  return `operation:${operationId}`;
}

/**
 * Safe to repeat: the job key makes a second one replace the first. Deletions of the clean-up and of many at once
 * stand in a queue of their own, one at a time and behind everybody else's work: each keeps Mailcow busy for seconds.
 */
export async function queueOperation(
  transaction: Transaction,
  operation: { readonly id: string; readonly mailboxId: string; readonly change: unknown },
  runAt?: Date,
): Promise<void> {
  const isCleanUp = cleanUpWork.safeParse(operation.change).success;
  await addJob(
    transaction,
    isCleanUp ? "carry-out-clean-up" : "carry-out-operation",
    operationJobKey(operation.id),
    { operationId: operation.id },
    {
      queue: isCleanUp ? CLEAN_UP_QUEUE : `mailbox:${operation.mailboxId}`,
      ...(isCleanUp ? { priority: BACKGROUND_PRIORITY } : {}),
      ...(runAt ? { runAt } : {}),
    },
  );
}
