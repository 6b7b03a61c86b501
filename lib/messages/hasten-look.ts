import type { PortalContext } from "@/lib/context/portal-context";

/**
 * Puts a mailbox in front of all that are to be looked at, because somebody saw mail arrive. Changes nothing where
 * nobody listens, and nothing where the last look failed: its pause keeps the portal from being banned.
 */
export async function hastenLook(
  { database }: Pick<PortalContext, "database">,
  mailboxId: string,
): Promise<void> {
  await database.prisma.mailboxWatch.updateMany({
    where: { mailboxId, failures: 0 },
    data: { nextLookAt: new Date(0) },
  });
}
