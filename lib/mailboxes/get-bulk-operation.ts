import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { BulkActName } from "./bulk-selection";

/** What has become of one of the mailboxes, by now. */
export const bulkOutcomes = [
  /** Its turn has not come. */
  "waiting",
  /** Recorded; the worker is at it, or will be. */
  "begun",
  "in-grace",
  "deleted",
  "extended",
  /** Its deletion was taken back. */
  "kept",
  /** See the reason. */
  "refused",
  /** The whole was cancelled before its turn. */
  "cancelled",
] as const;
export type BulkOutcome = (typeof bulkOutcomes)[number];

export interface BulkOperationView {
  readonly id: string;
  readonly act: BulkActName;
  readonly state: "running" | "done" | "cancelled";
  /** Of the admin's account; null for a command on the machine, and for an account that is gone. */
  readonly startedBy: string | null;
  /** Deletions without the time in which they can be undone. */
  readonly isAtOnce: boolean;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface BulkItemView {
  readonly mailboxId: string;
  /** Null once deleted: the portal forgets it then. */
  readonly address: string | null;
  readonly outcome: BulkOutcome;
  readonly reason: string | null;
}

type ReadContext = Pick<PortalContext, "database">;
type NotAllowed = { readonly reason: "not-allowed" };

/** The latest ones, newest first. */
export async function listBulkOperations(
  { database }: ReadContext,
  actor: Actor,
  { limit }: { readonly limit: number },
): Promise<Result<readonly BulkOperationView[], NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const rows = await database.prisma.bulkOperation.findMany({
    orderBy: { id: "desc" },
    take: limit,
    include: { account: { select: { address: true } } },
  });
  return succeed(rows.map(view));
}

export interface BulkOperationPage {
  readonly operation: BulkOperationView;
  /** How many there are of each outcome; those there are none of are absent. */
  readonly counts: Readonly<Partial<Record<BulkOutcome, number>>>;
  readonly items: readonly BulkItemView[];
  readonly nextCursor: string | null;
}

/** How far it has come, and what became of each mailbox: newest first, in keyset pages. */
export async function getBulkOperation(
  { database }: ReadContext,
  actor: Actor,
  input: {
    readonly bulkOperationId: string;
    readonly outcome?: BulkOutcome | undefined;
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
): Promise<Result<BulkOperationPage, { readonly reason: "not-allowed" | "not-found" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const id = input.bulkOperationId;
  const row = await database.prisma.bulkOperation.findUnique({
    where: { id },
    include: { account: { select: { address: true } } },
  });
  if (!row) return fail({ reason: "not-found" });
  const [counted, listed] = await Promise.all([
    database.pool.query<{ outcome: BulkOutcome; count: number }>(
      `select outcome, count(*)::int as count from (${ITEMS}) as item group by outcome`,
      [id],
    ),
    database.pool.query<BulkItemView>(
      `select * from (${ITEMS}) as item
       where ($2::text is null or outcome = $2) and ($3::uuid is null or "mailboxId" < $3)
       order by "mailboxId" desc limit $4::int`,
      [id, input.outcome ?? null, input.cursor ?? null, input.limit + 1],
    ),
  ]);
  const items = listed.rows.slice(0, input.limit);
  return succeed({
    operation: view(row),
    counts: Object.fromEntries(counted.rows.map(({ outcome, count }) => [outcome, count])),
    items,
    nextCursor: listed.rows.length > input.limit ? (items.at(-1)?.mailboxId ?? null) : null,
  });
}

/** A deletion begun goes on in its own operation, which says how. */
const ITEMS = `
  select item.mailbox_id as "mailboxId", mailbox.address,
    case
      when item.outcome is null then 'waiting'
      when item.outcome <> 'begun' then item.outcome
      when mailbox.state = 'DELETED' then 'deleted'
      when operation.state in ('DONE', 'CANCELLED') then 'kept'
      when operation.state = 'WAITING' and operation.reason = 'grace-time' then 'in-grace'
      when operation.state in ('NEEDS_ADMIN', 'NEEDS_USER') then 'refused'
      else 'begun'
    end as outcome,
    case when item.outcome = 'begun' then nullif(operation.reason, 'grace-time') else item.reason end as reason
  from bulk_item as item
    left join mailbox on mailbox.id = item.mailbox_id
    left join operation on operation.id = item.operation_id
  where item.bulk_operation_id = $1::uuid`;

const ACTS = { DELETE: "delete", EXTEND: "extend" } as const;
const STATES = { RUNNING: "running", DONE: "done", CANCELLED: "cancelled" } as const;

function view(row: {
  readonly id: string;
  readonly act: keyof typeof ACTS;
  readonly state: keyof typeof STATES;
  readonly account: { readonly address: string } | null;
  readonly graceHours: number | null;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}): BulkOperationView {
  const { id, planned, done, failed, startedAt, finishedAt } = row;
  return {
    id,
    act: ACTS[row.act],
    state: STATES[row.state],
    startedBy: row.account?.address ?? null,
    isAtOnce: row.graceHours === 0,
    planned,
    done,
    failed,
    startedAt,
    finishedAt,
  };
}
