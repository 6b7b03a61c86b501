import { z } from "zod";
import type { WorkerContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { findMailbox, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { writeEpochMark } from "./epoch-mark";
import { raiseEpoch } from "./instance-epoch";
import { checkStamp, getInstanceId, readEpoch } from "./ownership";

type AnchorContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;
export type AnchorCandidate = Pick<Mailbox, "id" | "address" | "createdInMailcow">;

const ANCHOR = "epoch-anchor";
/** Rows of mailboxes that were deleted in Mailcow by hand may come before one that is still there. */
const MOST_TRIED = 20;

const anchorValue = z.object({ mailboxId: z.string(), epoch: z.number().int() });
/** Where a round or a deletion last left the newest epoch. */
export type EpochAnchor = z.infer<typeof anchorValue>;

/**
 * Leaves a new epoch in one of these mailboxes, so that a database from before this moment is known for older: also
 * one from before an extension or an undone deletion, which stamp nothing. To be done before anything is deleted on
 * the strength of the database. The mailbox that carries the anchor already is taken first, so that old anchors do
 * not pile up. False when none of the first candidates is ours any more.
 *
 * @throws {MailcowError}
 */
export async function anchorEpoch(
  context: AnchorContext,
  candidates: readonly AnchorCandidate[],
): Promise<boolean> {
  const known = await findEpochAnchor(context);
  const inOrder = [
    ...candidates.filter(({ id }) => id === known?.mailboxId),
    ...candidates.filter(({ id }) => id !== known?.mailboxId),
  ];
  for (const candidate of inOrder.slice(0, MOST_TRIED)) {
    if (await anchorIn(context, candidate)) return true;
  }
  return false;
}

/**
 * Before a mailbox is deleted that carries the anchor, or an epoch newer than it: the newest mark must not go with it.
 * Any other mailbox costs one look into the database.
 *
 * @throws {MailcowError}
 */
export async function keepEpochAnchored(
  context: AnchorContext,
  mailboxId: string,
  mailbox: MailcowMailbox,
): Promise<void> {
  const anchor = await findEpochAnchor(context);
  if (anchor && anchor.mailboxId !== mailboxId && readEpoch(mailbox) < anchor.epoch) return;
  const candidates = await context.database.prisma.mailbox.findMany({
    where: {
      id: { not: mailboxId },
      backend: "MANAGED",
      state: { in: ["ACTIVE", "DISABLED"] },
      madeAt: { not: null },
    },
    orderBy: { expiresAt: { sort: "desc", nulls: "first" } },
    take: MOST_TRIED,
    select: { id: true, address: true, createdInMailcow: true },
  });
  await anchorEpoch(context, candidates);
}

export async function findEpochAnchor({
  database,
}: Pick<AnchorContext, "database">): Promise<EpochAnchor | null> {
  const fact = await database.prisma.instanceFact.findUnique({ where: { name: ANCHOR } });
  return anchorValue.safeParse(fact?.value).data ?? null;
}

/** The epoch is raised before it is written: a mark newer than the database would stop every deletion. */
async function anchorIn(context: AnchorContext, candidate: AnchorCandidate): Promise<boolean> {
  if (candidate.address === null) return false;
  const client = context.mailcow.withPriority("background");
  const lookup = await findMailbox(client, candidate.address);
  const instanceId = await getInstanceId(context);
  if (lookup.state !== "present" || lookup.mailbox.createdAt !== candidate.createdInMailcow) return false;
  if (checkStamp(context, instanceId, lookup.mailbox) === null) return false;
  const epoch = await raiseEpoch(context);
  if (!(await writeEpochMark(context, instanceId, lookup.mailbox, epoch))) return false;
  const value = { mailboxId: candidate.id, epoch } satisfies EpochAnchor;
  // Whoever anchored a newer one meanwhile is right.
  await context.database.prisma.$executeRaw`
    insert into instance_fact (name, value) values (${ANCHOR}, ${JSON.stringify(value)}::jsonb)
    on conflict (name) do update set value = excluded.value, updated_at = now()
    where (instance_fact.value ->> 'epoch')::int < ${epoch}`;
  return true;
}
