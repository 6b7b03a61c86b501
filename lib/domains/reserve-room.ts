import type { Prisma, Transaction } from "@/lib/database/create-database";

/** Whose mailboxes count together; null for mailboxes that are nobody's, or of somebody who has none yet. */
export type MailboxHolder = { readonly accountId: string } | { readonly ownerSecretHash: string } | null;

export type NoRoomReason = "unknown-domain" | "domain-full" | "day-cap-reached" | "person-cap-reached";

/** The domain takes no further mailbox; thrown so that the surrounding transaction is undone. */
export class NoRoomError extends Error {
  override readonly name = "NoRoomError";

  constructor(readonly reason: NoRoomReason) {
    super(`no further mailbox: ${reason}`);
  }
}

interface Caps {
  readonly capPerPerson: number | null;
  readonly capPerDay: number | null;
  readonly capTotal: number | null;
}

/**
 * Holds the domain's place for one more mailbox until the transaction ends. Called first in it: whoever comes at the
 * same time waits here and then counts this mailbox too, so a cap is never passed. Domains without caps make
 * nobody wait.
 *
 * @throws {NoRoomError} when a cap is reached, or the domain was removed meanwhile.
 */
export async function reserveRoom(
  transaction: Transaction,
  domainName: string,
  holder: MailboxHolder,
): Promise<void> {
  const [seen] = await transaction.$queryRaw<Caps[]>`
    select cap_per_person as "capPerPerson", cap_per_day as "capPerDay", cap_total as "capTotal"
    from domain where name = ${domainName} for key share`;
  if (!seen) throw new NoRoomError("unknown-domain");
  if (seen.capPerPerson === null && seen.capPerDay === null && seen.capTotal === null) return;
  const [caps] = await transaction.$queryRaw<Caps[]>`
    select cap_per_person as "capPerPerson", cap_per_day as "capPerDay", cap_total as "capTotal"
    from domain where name = ${domainName} for no key update`;
  const reason = await findReachedCap(transaction, domainName, holder, caps ?? seen);
  if (reason) throw new NoRoomError(reason);
}

async function findReachedCap(
  transaction: Transaction,
  domainName: string,
  holder: MailboxHolder,
  { capPerPerson, capPerDay, capTotal }: Caps,
): Promise<NoRoomReason | null> {
  const { mailbox } = transaction;
  // One that is being deleted still takes its place on the server, but is no longer its holder's.
  const isHeld: Prisma.MailboxWhereInput = { domainName, state: { notIn: ["DELETING", "DELETED"] } };
  if (
    capPerPerson !== null &&
    holder &&
    (await mailbox.count({ where: { ...isHeld, ...holder } })) >= capPerPerson
  ) {
    return "person-cap-reached";
  }
  if (capPerDay !== null && (await countMadeToday(transaction, domainName)) >= capPerDay)
    return "day-cap-reached";
  if (capTotal === null) return null;
  const total = await mailbox.count({ where: { domainName, state: { not: "DELETED" } } });
  return total >= capTotal ? "domain-full" : null;
}

/** Deleted ones count as well: making and deleting in a circle is what this cap is against. */
export async function countMadeToday(transaction: Transaction, domainName: string): Promise<number> {
  const [row] = await transaction.$queryRaw<{ made: number }[]>`
    select count(*)::int as made from mailbox
    where domain_name = ${domainName} and created_at >= date_trunc('day', now(), 'UTC')`;
  return row?.made ?? 0;
}
