import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";

type EpochContext = Pick<PortalContext, "database">;

const EPOCH = "instance-epoch";
const HOLD = "deletions-on-hold";

const holdValue = z.object({ highestEpoch: z.number().int(), orphans: z.array(z.string()) });

/** What a worker found that makes the database look older than the mail server. */
export interface DeletionHold {
  readonly highestEpoch: number;
  /** Addresses with our stamp that the database does not know. */
  readonly orphans: readonly string[];
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

/** 0 before the first stamp. */
export async function getEpoch(context: EpochContext): Promise<number> {
  const fact = await context.database.prisma.instanceFact.findUnique({ where: { name: EPOCH } });
  return typeof fact?.value === "number" ? fact.value : 0;
}

/** Stops every deletion, asked for or not, until somebody has looked. Safe to repeat. */
export async function holdDeletions(context: EpochContext, hold: DeletionHold): Promise<void> {
  const value = { highestEpoch: hold.highestEpoch, orphans: [...hold.orphans] };
  await context.database.prisma.instanceFact.upsert({
    where: { name: HOLD },
    create: { name: HOLD, value },
    update: { value },
  });
}

/** Null when deletions may go on. */
export async function findDeletionHold(context: EpochContext): Promise<DeletionHold | null> {
  const fact = await context.database.prisma.instanceFact.findUnique({ where: { name: HOLD } });
  const parsed = holdValue.safeParse(fact?.value);
  return parsed.success ? parsed.data : null;
}

/** Takes the database as it is for the truth: its epoch rises to what Mailcow has seen, and deletions go on. */
export async function releaseDeletions(context: EpochContext, hold: DeletionHold): Promise<void> {
  const { prisma } = context.database;
  const epoch = Math.max(hold.highestEpoch, await getEpoch(context));
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
  const [epoch, hold] = [await getEpoch(context), await findDeletionHold(context)];
  return hold !== null || stampedEpoch > epoch;
}
