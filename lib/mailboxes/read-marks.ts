import type { WorkerContext } from "@/lib/context/portal-context";
import { listMailboxes, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { readEpochMark } from "./epoch-mark";
import type { HoldReason } from "./instance-epoch";
import { checkStamp, getInstanceId } from "./ownership";

/** What the portal's own stamps in Mailcow say about the database. */
export interface Marks {
  /** The newest anywhere; 0 when there is none. */
  readonly highestEpoch: number;
  /** Addresses with our stamp that the database does not know. */
  readonly orphans: readonly string[];
  /** Addresses with our stamp whose epoch was changed outside the portal. */
  readonly damaged: readonly string[];
  /** Addresses with our stamp as we wrote it. */
  readonly intact: readonly string[];
}

type MarksContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;

/**
 * One call a domain, nothing written.
 * @throws {MailcowError} when one of the listings cannot be had.
 */
export async function readMarks(context: MarksContext): Promise<Marks> {
  const instanceId = await getInstanceId(context);
  const client = context.mailcow.withPriority("background");
  const found: Marks[] = [];
  for (const name of await listDomainsEverUsed(context)) {
    const { mailboxes } = await listMailboxes(client, name);
    const known = await listKnownAddresses(context, name);
    found.push(collectMarks(context, instanceId, mailboxes, known));
  }
  return joinMarks(found);
}

/** Another portal's stamps, and those of mailboxes made again by hand, say nothing about our database. */
export function collectMarks(
  context: Pick<WorkerContext, "keyring">,
  instanceId: string,
  mailboxes: readonly MailcowMailbox[],
  known: { has(address: string): boolean },
): Marks {
  const stamped = mailboxes
    .filter((mailbox) => checkStamp(context, instanceId, mailbox) !== null)
    .map(({ address, ...mailbox }) => ({
      address,
      mark: readEpochMark(context, instanceId, { address, ...mailbox }),
    }));
  return {
    highestEpoch: stamped.reduce((highest, { mark }) => Math.max(highest, mark.epoch), 0),
    orphans: stamped.flatMap(({ address }) => (known.has(address) ? [] : [address])),
    damaged: stamped.flatMap(({ address, mark }) => (mark.isIntact ? [] : [address])),
    intact: stamped.flatMap(({ address, mark }) => (mark.isIntact ? [address] : [])),
  };
}

export function joinMarks(parts: readonly Marks[]): Marks {
  return {
    highestEpoch: Math.max(0, ...parts.map(({ highestEpoch }) => highestEpoch)),
    orphans: parts.flatMap(({ orphans }) => orphans),
    damaged: parts.flatMap(({ damaged }) => damaged),
    intact: parts.flatMap(({ intact }) => intact),
  };
}

/**
 * Whether the database can be the one these marks were written from. A damaged mark may have been the newest, so it
 * counts against the database too.
 */
export function judgeMarks(databaseEpoch: number, marks: Marks): HoldReason | null {
  if (marks.highestEpoch > databaseEpoch) return "database-older";
  return marks.damaged.length > 0 ? "mark-damaged" : null;
}

/** Domains with mailboxes in Mailcow, and those that could hold some an older database has forgotten. */
export async function listDomainsEverUsed({ database }: Pick<MarksContext, "database">): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ name: string }[]>`
    select name from domain
    where kind = 'MANAGED' and registration_open and coalesce(exists_in_mailcow, true)
    union
    select domain_name from mailbox where backend = 'MANAGED'
    order by 1`;
  return rows.map(({ name }) => name);
}

async function listKnownAddresses(
  { database }: Pick<MarksContext, "database">,
  domainName: string,
): Promise<ReadonlySet<string>> {
  const rows = await database.prisma.mailbox.findMany({
    where: { domainName, backend: "MANAGED", state: { not: "DELETED" } },
    select: { address: true },
  });
  return new Set(rows.flatMap(({ address }) => address ?? []));
}
