import type { WorkerContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { checkStamp, getInstanceId, readEpoch } from "@/lib/mailboxes/ownership";
import { listMailboxes, type MailcowMailbox } from "@/lib/mailcow/mailboxes";

export type KnownMailbox = Pick<
  Mailbox,
  | "id"
  | "address"
  | "accountId"
  | "purpose"
  | "state"
  | "createdAt"
  | "createdInMailcow"
  | "loginProvenAt"
  | "readAt"
  | "protocols"
>;

export interface FoundMailbox {
  readonly row: KnownMailbox;
  readonly mailbox: MailcowMailbox;
  /** Stamped by this installation, and made when the database says. */
  readonly isProven: boolean;
}

export interface DomainPicture {
  readonly name: string;
  readonly expected: number;
  readonly listed: number;
  readonly found: readonly FoundMailbox[];
}

/** Mailcow beside the database, from one call a domain. */
export interface ServerPicture {
  readonly domains: readonly DomainPicture[];
  /** The newest stamp of ours anywhere in it; 0 when there is none. */
  readonly highestEpoch: number;
  /** Addresses with our stamp that the database does not know. */
  readonly orphans: readonly string[];
}

type PictureContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;

const STATES_IN_MAILCOW = ["ACTIVE", "DISABLED", "DELETING"] as const;

/** @throws {MailcowError} when one of the listings cannot be had: half a picture is none. */
export async function readServerPicture(
  context: PictureContext,
  names: readonly string[],
): Promise<ServerPicture> {
  const instanceId = await getInstanceId(context);
  const domains: DomainPicture[] = [];
  const orphans: string[] = [];
  let highestEpoch = 0;
  for (const name of names) {
    const { mailboxes } = await listMailboxes(context.mailcow.withPriority("background"), name);
    const rows = await findKnown(context, name);
    const found: FoundMailbox[] = [];
    for (const mailbox of mailboxes) {
      const isStamped = checkStamp(context, instanceId, mailbox) !== null;
      if (isStamped) highestEpoch = Math.max(highestEpoch, readEpoch(mailbox));
      const row = rows.get(mailbox.address);
      if (row)
        found.push({ row, mailbox, isProven: isStamped && row.createdInMailcow === mailbox.createdAt });
      else if (isStamped) orphans.push(mailbox.address);
    }
    const isExpected = (row: KnownMailbox) => STATES_IN_MAILCOW.some((state) => state === row.state);
    const expected = [...rows.values()].filter(isExpected).length;
    domains.push({
      name,
      expected,
      listed: mailboxes.length,
      found: found.filter(({ row }) => isExpected(row)),
    });
  }
  return { domains, highestEpoch, orphans };
}

/** Domains with mailboxes in Mailcow, by what they were made as: a domain may have been switched to legacy since. */
export async function listDomainsInUse({ database }: Pick<PictureContext, "database">): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ name: string }[]>`
    select distinct domain_name as name from mailbox
    where backend = 'MANAGED' and made_at is not null and state <> 'DELETED'
    order by 1`;
  return rows.map(({ name }) => name);
}

/** Also those that could hold mailboxes an older database has forgotten. */
export async function listDomainsEverUsed({ database }: Pick<PictureContext, "database">): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ name: string }[]>`
    select name from domain
    where kind = 'MANAGED' and registration_open and coalesce(exists_in_mailcow, true)
    union
    select domain_name from mailbox where backend = 'MANAGED'
    order by 1`;
  return rows.map(({ name }) => name);
}

async function findKnown(
  { database }: PictureContext,
  domainName: string,
): Promise<ReadonlyMap<string, KnownMailbox>> {
  const rows = await database.prisma.mailbox.findMany({
    where: { domainName, backend: "MANAGED", state: { not: "DELETED" } },
    select: {
      id: true,
      address: true,
      accountId: true,
      purpose: true,
      state: true,
      createdAt: true,
      createdInMailcow: true,
      loginProvenAt: true,
      readAt: true,
      protocols: true,
    },
  });
  return new Map(rows.flatMap((row) => (row.address === null ? [] : [[row.address, row] as const])));
}
