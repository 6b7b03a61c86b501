import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";

type EpochContext = Pick<PortalContext, "database">;

const EPOCH = "instance-epoch";
const HOLD = "deletions-on-hold";

/** Why the portal does not trust its database enough to delete by it. */
export const holdReasons = ["database-older", "mark-damaged"] as const;
export type HoldReason = (typeof holdReasons)[number];

const holdValue = z.object({
  reason: z.enum(holdReasons).default("database-older"),
  highestEpoch: z.number().int(),
  orphans: z.array(z.string()),
  damaged: z.array(z.string()).default([]),
});

/** What a worker found that makes the database look older than the mail server. */
export interface DeletionHold {
  readonly reason: HoldReason;
  readonly highestEpoch: number;
  /** Addresses with our stamp that the database does not know. */
  readonly orphans: readonly string[];
  /** Addresses whose epoch was changed outside the portal: what it was before, nobody can tell. */
  readonly damaged: readonly string[];
}

/** A hold that cannot be read is one all the same. */
const UNREADABLE: DeletionHold = { reason: "database-older", highestEpoch: 0, orphans: [], damaged: [] };

/** What decides about deletions in general, read at one moment. */
export interface DeletionFacts {
  /** 0 before the first stamp. */
  readonly epoch: number;
  readonly hold: DeletionHold | null;
  /** Another text after a restart, a failover or a database made anew: the data may be another day's. */
  readonly databaseServer: string;
}

/**
 * The next number of this installation's only clock that a restored database cannot fake: each stamp written into
 * Mailcow carries one, so stamps newer than the database prove that the database was put back to an earlier day.
 */
export async function raiseEpoch(context: EpochContext): Promise<number> {
  const [row] = await context.database.prisma.$queryRaw<{ epoch: number }[]>`
    insert into instance_fact (name, value) values (${EPOCH}, to_jsonb(1))
    on conflict (name) do update
      set value = to_jsonb((instance_fact.value #>> '{}')::int + 1), updated_at = now()
    returning (value #>> '{}')::int as epoch`;
  return z.number().parse(row?.epoch);
}

/** One statement, because it is asked before each deletion. */
export async function readDeletionFacts(context: EpochContext): Promise<DeletionFacts> {
  const [row] = await context.database.prisma.$queryRaw<
    { epoch: unknown; hold: unknown; databaseServer: string | null }[]
  >`
    select
      (select value from instance_fact where name = ${EPOCH}) as epoch,
      (select value from instance_fact where name = ${HOLD}) as hold,
      (select oid from pg_database where datname = current_database())::text
        || ' since ' || extract(epoch from pg_postmaster_start_time())::text as "databaseServer"`;
  const hold = row?.hold ?? null;
  return {
    epoch: typeof row?.epoch === "number" ? row.epoch : 0,
    hold: hold === null ? null : (holdValue.safeParse(hold).data ?? UNREADABLE),
    databaseServer: row?.databaseServer ?? "",
  };
}

/** Stops every deletion, asked for or not, until somebody has looked. Safe to repeat; a hold only grows. */
export async function holdDeletions(context: EpochContext, hold: DeletionHold): Promise<void> {
  const { hold: known } = await readDeletionFacts(context);
  const value = {
    reason: known?.reason === "database-older" ? known.reason : hold.reason,
    highestEpoch: Math.max(hold.highestEpoch, known?.highestEpoch ?? 0),
    orphans: [...hold.orphans],
    damaged: [...new Set([...(known?.damaged ?? []), ...hold.damaged])],
  };
  await context.database.prisma.instanceFact.upsert({
    where: { name: HOLD },
    create: { name: HOLD, value },
    update: { value },
  });
}

/** Null when deletions may go on. */
export async function findDeletionHold(context: EpochContext): Promise<DeletionHold | null> {
  return (await readDeletionFacts(context)).hold;
}

/** Takes the database as it is for the truth: its epoch rises to what Mailcow has seen, and deletions go on. */
export async function releaseDeletions(context: EpochContext, hold: DeletionHold): Promise<void> {
  const { prisma } = context.database;
  const epoch = Math.max(hold.highestEpoch, (await readDeletionFacts(context)).epoch);
  await prisma.$transaction([
    prisma.instanceFact.upsert({
      where: { name: EPOCH },
      create: { name: EPOCH, value: epoch },
      update: { value: epoch },
    }),
    prisma.instanceFact.deleteMany({ where: { name: HOLD } }),
  ]);
}

/** Whether the database may be older than this mailbox in Mailcow, so that deleting by it could lose mail. */
export async function isDatabaseOlder(context: EpochContext, stampedEpoch: number): Promise<boolean> {
  const { epoch, hold } = await readDeletionFacts(context);
  return hold !== null || stampedEpoch > epoch;
}
