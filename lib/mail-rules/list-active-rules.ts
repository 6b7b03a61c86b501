import type { PortalContext } from "@/lib/context/portal-context";
import type { MailRule } from "@/lib/database/models";

/** The rules that new mail of a mailbox is compared with. */
export async function listActiveRules(
  { database }: Pick<PortalContext, "database">,
  mailboxId: string,
): Promise<readonly MailRule[]> {
  return database.prisma.mailRule.findMany({ where: { mailboxId, isActive: true } });
}
