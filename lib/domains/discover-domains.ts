import type { WorkerContext } from "@/lib/context/portal-context";
import { canonicalDomain } from "@/lib/mailboxes/address";
import { listDomains } from "@/lib/mailcow/domains";

type DiscoveryContext = Pick<WorkerContext, "database" | "mailcow">;

/**
 * Adds the domains Mailcow has and the portal does not know, with their limits and the room left, closed to
 * registration and to temporary mailboxes: a customer's domain must not give out addresses because it exists. One call
 * for all of them. Safe to repeat; changes and removes nothing.
 *
 * @returns the names that were added.
 * @throws {MailcowError} when Mailcow does not answer.
 */
export async function discoverDomains(context: DiscoveryContext): Promise<readonly string[]> {
  const found = await listDomains(context.mailcow.withPriority("background"));
  const seenAt = new Date();
  const added = await context.database.prisma.domain.createManyAndReturn({
    data: found.flatMap((domain) => {
      const name = canonicalDomain(domain.domain);
      if (name === null) return [];
      return {
        name,
        registrationOpen: false,
        temporaryAllowed: false,
        existsInMailcow: true,
        activeInMailcow: domain.active,
        maxMailboxes: domain.maximumMailboxCount,
        mailboxesLeft: domain.mailboxesLeft,
        maxMailboxQuotaMiB: domain.maximumMailboxQuotaMiB,
        quotaLeftMiB: Math.max(0, domain.domainQuotaMiB - domain.allocatedMiB),
        seenAt,
      };
    }),
    skipDuplicates: true,
    select: { name: true },
  });
  return added.map(({ name }) => name).sort();
}

const EVERY_MS = 15 * 60_000;

/**
 * What a worker does every few seconds: looks for domains as soon as Mailcow is known to answer, and every quarter of
 * an hour from then on. With Mailcow away it asks nothing.
 */
export function createDomainDiscovery(context: DiscoveryContext): () => Promise<void> {
  let lookedAt: number | null = null;
  return async () => {
    if (lookedAt !== null && performance.now() - lookedAt < EVERY_MS) return;
    const known = await context.database.prisma.mailServerState.findUnique({ where: { id: 1 } });
    if (!known?.reachable) return;
    // Before the call: one that fails is not made again at once.
    lookedAt = performance.now();
    await discoverDomains(context);
  };
}
