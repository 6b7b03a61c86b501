import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { fail, type Result, succeed } from "@/lib/errors/result";
import {
  type BulkActName,
  type BulkSelection,
  CONCERNED,
  fingerprintOf,
  matchSelection,
} from "./bulk-selection";
import { GRACE_HOURS } from "./policy";
import { queueBulkOperation } from "./queue-bulk-operation";

export interface StartBulkOperationInput {
  readonly act: BulkActName;
  readonly selection: BulkSelection;
  /** Of the preview that the admin has seen. */
  readonly fingerprint: string;
  /** Where mail would be lost: the address of the one mailbox, or how many they are. */
  readonly confirmation?: string | undefined;
  /** Deletes the mail without the time in which that could be undone. */
  readonly isAtOnce?: boolean | undefined;
}

export type StartBulkOperationFailure = {
  readonly reason:
    | "not-allowed"
    | "nothing-chosen"
    | "selection-changed"
    | "confirmation-differs"
    | "count-differs";
};

const ACTS = { delete: "DELETE", extend: "EXTEND" } as const;
/** A hundred thousand rows are written in a second or two. */
const TIMEOUT_MS = 60_000;

/**
 * Writes down each mailbox that was chosen and queues the work, all in one transaction. What has begun to match since
 * the admin looked is not swept along: the order is refused then, with nothing done.
 */
export async function startBulkOperation(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: StartBulkOperationInput,
): Promise<Result<{ readonly bulkOperationId: string }, StartBulkOperationFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  try {
    const bulkOperationId = await context.database.prisma.$transaction(
      (transaction) => record(transaction, actor, input),
      { timeout: TIMEOUT_MS },
    );
    return succeed({ bulkOperationId });
  } catch (error) {
    if (error instanceof RefusedOrder) return fail({ reason: error.reason });
    throw error;
  }
}

/** Undoes the transaction in which the selection was seen to be another one than the admin's. */
class RefusedOrder extends Error {
  override readonly name = "RefusedOrder";
  constructor(readonly reason: StartBulkOperationFailure["reason"]) {
    super(reason);
  }
}

async function record(
  transaction: Transaction,
  actor: Actor,
  { act, selection, fingerprint, confirmation = "", isAtOnce = false }: StartBulkOperationInput,
): Promise<string> {
  const { id } = await transaction.bulkOperation.create({
    data: {
      act: ACTS[act],
      accountId: actor.kind === "account" ? actor.accountId : null,
      networkAddress: actor.kind === "system" ? null : actor.networkAddress,
      graceHours: act === "delete" ? (isAtOnce ? 0 : GRACE_HOURS) : null,
      planned: 0,
    },
    select: { id: true },
  });
  await insertItems(transaction, id, act, selection);
  const chosen = await readChosen(transaction, id);
  if (chosen.count === 0) throw new RefusedOrder("nothing-chosen");
  if (chosen.fingerprint !== fingerprint) throw new RefusedOrder("selection-changed");
  if (act === "delete" && chosen.withMail > 0) confirm(chosen, confirmation);
  await transaction.bulkOperation.update({ where: { id }, data: { planned: chosen.count } });
  await queueBulkOperation(transaction, id);
  await recordEvent(transaction, actor, {
    action: `mailbox.bulk-${act}`,
    result: "done",
    detail: { bulkOperationId: id, count: chosen.count, isAtOnce },
  });
  return id;
}

async function insertItems(
  transaction: Transaction,
  id: string,
  act: BulkActName,
  selection: BulkSelection,
): Promise<void> {
  const { sql, values } = matchSelection(selection);
  await transaction.$executeRawUnsafe(
    `insert into bulk_item (bulk_operation_id, mailbox_id, expires_before)
     select $${values.length + 1}::uuid, mailbox.id, mailbox.expires_at from mailbox where ${sql} and ${CONCERNED[act]}`,
    ...values,
    id,
  );
}

interface Chosen {
  readonly count: number;
  readonly withMail: number;
  readonly fingerprint: string;
  /** Of one of them: of the only one, where there is only one. */
  readonly address: string | null;
}

async function readChosen(transaction: Transaction, id: string): Promise<Chosen> {
  const [chosen] = await transaction.$queryRawUnsafe<Chosen[]>(
    `select count(*)::int as count, (count(*) filter (where coalesce(message_count, 1) > 0))::int as "withMail",
       ${fingerprintOf("mailbox.id")} as fingerprint, min(mailbox.address) as address
     from bulk_item join mailbox on mailbox.id = bulk_item.mailbox_id
     where bulk_item.bulk_operation_id = $1::uuid`,
    id,
  );
  if (!chosen) throw new Error("a count without a row");
  return chosen;
}

function confirm({ count, address }: Chosen, confirmation: string): void {
  const typed = confirmation.trim().toLowerCase();
  if (count === 1) {
    if (typed !== address) throw new RefusedOrder("confirmation-differs");
    return;
  }
  // A number may be typed as it is read, with spaces, commas or dots between its thousands.
  if (typed.replace(/[\s.,']/gu, "") !== String(count)) throw new RefusedOrder("count-differs");
}
