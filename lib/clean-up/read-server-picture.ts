import type { WorkerContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { getInstanceId } from "@/lib/mailboxes/ownership";
import { collectMarks, joinMarks, type Marks } from "@/lib/mailboxes/read-marks";
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
  /** Stamped by this installation, made when the database says, and not meddled with. */
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
  readonly marks: Marks;
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
  const marks: Marks[] = [];
  for (const name of names) {
    const { mailboxes } = await listMailboxes(context.mailcow.withPriority("background"), name);
    const rows = await findKnown(context, name);
    const inDomain = collectMarks(context, instanceId, mailboxes, rows);
    marks.push(inDomain);
    const intact = new Set(inDomain.intact);
    const found = mailboxes.flatMap((mailbox): FoundMailbox[] => {
      const row = rows.get(mailbox.address);
      if (!row || !isExpected(row)) return [];
      const isProven = row.createdInMailcow === mailbox.createdAt && intact.has(mailbox.address);
      return [{ row, mailbox, isProven }];
    });
    const expected = [...rows.values()].filter(isExpected).length;
    domains.push({ name, expected, listed: mailboxes.length, found });
  }
  return { domains, marks: joinMarks(marks) };
}

function isExpected({ state }: KnownMailbox): boolean {
  return STATES_IN_MAILCOW.some((expected) => expected === state);
}

/** Domains with mailboxes in Mailcow, by what they were made as: a domain may have been switched to legacy since. */
export async function listDomainsInUse({ database }: Pick<PictureContext, "database">): Promise<string[]> {
  const rows = await database.prisma.$queryRaw<{ name: string }[]>`
    select distinct domain_name as name from mailbox
    where backend = 'MANAGED' and made_at is not null and state <> 'DELETED'
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
