import type { WorkerContext } from "@/lib/context/portal-context";
import { listAliases, type MailcowAlias } from "@/lib/mailcow/aliases";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { parseAddress } from "./parse-recipients";
import { ALIASES_EVERY_MS } from "./policy";

const FACT = "send-aliases-read";

/**
 * Reads from Mailcow which aliases each mailbox may send as: one call for all of them, at most every quarter of an hour
 * however many workers there are, and never on anybody's way to a page. While Mailcow is away everything stays as it
 * was.
 */
export async function mirrorSendAliases(context: Pick<WorkerContext, "database" | "mailcow">): Promise<void> {
  const server = await context.database.prisma.mailServerState.findUnique({ where: { id: 1 } });
  if (!server?.reachable || !(await claimRound(context))) return;
  try {
    const aliases = await listAliases(context.mailcow.withPriority("background"));
    await store(context, groupByMailbox(aliases));
  } catch (error) {
    await context.database.prisma.instanceFact.deleteMany({ where: { name: FACT } });
    if (!(error instanceof MailcowError)) throw error;
  }
}

/** One statement: of several workers one goes. */
async function claimRound({ database }: Pick<WorkerContext, "database">): Promise<boolean> {
  const rows = await database.prisma.$queryRaw<unknown[]>`
    insert into instance_fact (name, value) values (${FACT}, 'true'::jsonb)
    on conflict (name) do update set updated_at = now()
      where instance_fact.updated_at < now() - make_interval(secs => ${ALIASES_EVERY_MS / 1_000})
    returning name`;
  return rows.length > 0;
}

/** As Mailcow's Postfix decides: switched on, with the right to send, and leading straight to the mailbox. */
function groupByMailbox(aliases: readonly MailcowAlias[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const alias of aliases) {
    const address = alias.isCatchAll ? null : parseAddress(alias.address.toLowerCase());
    if (!address || !alias.active || !alias.isSenderAllowed) continue;
    for (const destination of alias.destinations) {
      const mailbox = destination.toLowerCase();
      groups.set(mailbox, [...(groups.get(mailbox) ?? []), address]);
    }
  }
  return groups;
}

/** Only rows that differ are written. */
async function store(
  { database }: Pick<WorkerContext, "database">,
  groups: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const { prisma } = database;
  const known = await prisma.mailbox.findMany({
    where: {
      address: { not: null },
      OR: [{ address: { in: [...groups.keys()] } }, { sendAliases: { isEmpty: false } }],
    },
    select: { id: true, address: true, sendAliases: true },
  });
  for (const { id, address, sendAliases } of known) {
    const now = [...new Set(groups.get(address ?? "") ?? [])].sort();
    if (now.join() === sendAliases.join()) continue;
    await prisma.mailbox.updateMany({ where: { id }, data: { sendAliases: now } });
  }
}
