import type { WorkerContext } from "@/lib/context/portal-context";
import { canonicalDomain } from "@/lib/mailboxes/address";
import { listDomains } from "@/lib/mailcow/domains";

/**
 * Adds the domains Mailcow has and the portal does not know, closed to registration and to temporary mailboxes: a
 * customer's domain must not give out addresses because it exists. Safe to repeat; changes and removes nothing.
 *
 * @returns the names that were added.
 * @throws {MailcowError} when Mailcow does not answer.
 */
export async function discoverDomains(
  context: Pick<WorkerContext, "database" | "mailcow">,
): Promise<readonly string[]> {
  const found = await listDomains(context.mailcow.withPriority("background"));
  const names = found.flatMap(({ domain }) => canonicalDomain(domain) ?? []);
  const added = await context.database.prisma.domain.createManyAndReturn({
    data: names.map((name) => ({
      name,
      registrationOpen: false,
      temporaryAllowed: false,
      existsInMailcow: true,
    })),
    skipDuplicates: true,
    select: { name: true },
  });
  return added.map(({ name }) => name).sort();
}
