import type { PortalContext } from "@/lib/context/portal-context";

/** Adds MAILCOW_DOMAIN to the portal's domains on start. Safe to repeat; never changes an existing row. */
export async function ensureConfiguredDomain(
  context: Pick<PortalContext, "database" | "settings">,
): Promise<void> {
  const { domain } = context.settings;
  if (domain === null) return;
  await context.database.prisma.domain.createMany({ data: [{ name: domain }], skipDuplicates: true });
}
