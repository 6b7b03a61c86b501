import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type DeletionHold, findDeletionHold } from "@/lib/mailboxes/instance-epoch";
import type { CleanUpKindName } from "./schema";

type ReadContext = Pick<PortalContext, "database">;
type NotAllowed = { readonly reason: "not-allowed" };

export interface RunView {
  readonly id: string;
  readonly kind: CleanUpKindName;
  readonly state: "queued" | "running" | "done" | "refused" | "failed";
  readonly isDryRun: boolean;
  readonly startedBy: string;
  readonly reason: string | null;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly msPerItem: number | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

export interface ItemView {
  readonly mailboxId: string;
  /** Null once deleted. */
  readonly address: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly at: Date;
}

export interface CleanUpStatus {
  /** Deletions recorded and not done. */
  readonly backlog: {
    /** Waiting for nothing but their turn. */
    readonly due: number;
    readonly inGrace: number;
    /** Stopped until an admin looks. */
    readonly needsAdmin: number;
  };
  /** Milliseconds one deletion has taken lately; null before the first. */
  readonly msPerItem: number | null;
  /** For what is due, at that speed. */
  readonly estimatedMs: number | null;
  /** Expired, and not begun with by any round yet. */
  readonly expiredNotBegun: number;
  /** The newest round of each kind. */
  readonly latest: readonly RunView[];
  /** Set while no deletion happens until an admin has looked. */
  readonly hold: Pick<DeletionHold, "reason" | "orphans" | "damaged"> | null;
}

/** Rounds, newest first. */
export async function listRuns(
  context: ReadContext,
  actor: Actor,
  input: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<Result<{ readonly runs: readonly RunView[]; readonly nextCursor: string | null }, NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const limit = input.limit ?? 50;
  // Ids of version 7 ascend with time.
  const rows = await context.database.prisma.cleanUpRun.findMany({
    where: input.cursor ? { id: { lt: input.cursor } } : {},
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return succeed({
    runs: page.map(viewRun),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  });
}

/** One round with what became of each mailbox, a page at a time in the order of their ids. */
export async function getRun(
  context: ReadContext,
  actor: Actor,
  input: { readonly runId: string; readonly limit?: number; readonly cursor?: string },
): Promise<
  Result<
    { readonly run: RunView; readonly items: readonly ItemView[]; readonly nextCursor: string | null },
    { readonly reason: "not-allowed" | "not-found" }
  >
> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const { prisma } = context.database;
  const limit = input.limit ?? 100;
  const run = await prisma.cleanUpRun.findUnique({ where: { id: input.runId } });
  if (!run) return fail({ reason: "not-found" });
  const rows = await prisma.cleanUpItem.findMany({
    where: { runId: run.id, ...(input.cursor ? { id: { gt: input.cursor } } : {}) },
    orderBy: { id: "asc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  const named = await prisma.mailbox.findMany({
    where: { id: { in: page.map(({ mailboxId }) => mailboxId) } },
    select: { id: true, address: true },
  });
  const addresses = new Map(named.map(({ id, address }) => [id, address]));
  return succeed({
    run: viewRun(run),
    items: page.map(({ mailboxId, outcome, reason, at }) => {
      return { mailboxId, address: addresses.get(mailboxId) ?? null, outcome, reason, at };
    }),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  });
}

/** What lies ahead of the clean-up, and how its last rounds ended. */
export async function getCleanUpStatus(
  context: ReadContext,
  actor: Actor,
): Promise<Result<CleanUpStatus, NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const { prisma } = context.database;
  const [counts] = await prisma.$queryRaw<
    { due: number; inGrace: number; needsAdmin: number; expiredNotBegun: number }[]
  >`
    select
      (count(*) filter (where state <> 'NEEDS_ADMIN' and not is_in_grace))::int as "due",
      (count(*) filter (where state <> 'NEEDS_ADMIN' and is_in_grace))::int as "inGrace",
      (count(*) filter (where state = 'NEEDS_ADMIN'))::int as "needsAdmin",
      (select count(*) from mailbox where purpose = 'TEMPORARY' and expires_at <= now()
        and state not in ('DELETING', 'DELETED'))::int as "expiredNotBegun"
    from (
      select state, (change ->> 'deleteAfter')::timestamptz > now() as is_in_grace
      from operation
      where kind = 'DELETE_MAILBOX' and state in ('QUEUED', 'RUNNING', 'WAITING', 'NEEDS_ADMIN')
        and change ->> 'cleanUpRunId' is not null
    ) as deletion`;
  const { due = 0, inGrace = 0, needsAdmin = 0, expiredNotBegun = 0 } = counts ?? {};
  const measured = await prisma.cleanUpRun.findFirst({
    where: { msPerItem: { not: null } },
    orderBy: { id: "desc" },
    select: { msPerItem: true },
  });
  const msPerItem = measured?.msPerItem ?? null;
  const latest = await prisma.cleanUpRun.findMany({
    distinct: ["kind"],
    orderBy: [{ kind: "asc" }, { id: "desc" }],
  });
  const hold = await findDeletionHold(context);
  return succeed({
    backlog: { due, inGrace, needsAdmin },
    msPerItem,
    estimatedMs: msPerItem === null ? null : due * msPerItem,
    expiredNotBegun,
    latest: latest.map(viewRun),
    hold: hold && { reason: hold.reason, orphans: hold.orphans, damaged: hold.damaged },
  });
}

const KINDS = { EXPIRED: "expired", INACTIVE: "inactive", QUOTA: "quota" } as const;
const STATES = { RUNNING: "running", DONE: "done", REFUSED: "refused", FAILED: "failed" } as const;

function viewRun(run: {
  readonly id: string;
  readonly kind: keyof typeof KINDS;
  readonly state: keyof typeof STATES;
  readonly isDryRun: boolean;
  readonly startedBy: string;
  readonly reason: string | null;
  readonly planned: number;
  readonly done: number;
  readonly failed: number;
  readonly msPerItem: number | null;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}): RunView {
  const { id, isDryRun, startedBy, reason, planned, done, failed, msPerItem, startedAt, finishedAt } = run;
  const isQueued = run.state === "RUNNING" && reason === "queued";
  return {
    id,
    kind: KINDS[run.kind],
    state: isQueued ? "queued" : STATES[run.state],
    isDryRun,
    startedBy,
    reason: isQueued ? null : reason,
    planned,
    done,
    failed,
    msPerItem,
    startedAt,
    finishedAt,
  };
}
