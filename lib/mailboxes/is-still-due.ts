import type { PortalContext } from "@/lib/context/portal-context";
import type { MailcowMailbox } from "@/lib/mailcow/mailboxes";
import type { DeletionPlan } from "./carry-out-deletion";
import { lastSeenAt, loginsOf } from "./last-seen";
import type { OperationRun } from "./operation-run";

/**
 * Asked right before the deed: whether the cause of a deletion still stands, by the row and the mailbox as they are
 * now. Expiry is "not before", by the database's clock.
 */
export async function isStillDue(
  context: Pick<PortalContext, "database">,
  run: OperationRun,
  plan: DeletionPlan,
  mailbox: MailcowMailbox,
): Promise<boolean> {
  if (plan.cause === "asked") return true;
  const [row] = await context.database.prisma.$queryRaw<{ isExpired: boolean; readAt: Date | null }[]>`
    select coalesce(expires_at <= now(), false) as "isExpired", read_at as "readAt"
    from mailbox where id = ${run.mailbox.id}::uuid`;
  if (!row) return false;
  if (plan.cause === "expired") return row.isExpired;
  if (plan.inactiveSince === undefined) return false;
  const { loginProvenAt, createdAt } = run.mailbox;
  const { readAt } = row;
  const seenAt = lastSeenAt({ logins: loginsOf(mailbox), portalLogins: [loginProvenAt], readAt, createdAt });
  return seenAt.getTime() <= new Date(plan.inactiveSince).getTime();
}
