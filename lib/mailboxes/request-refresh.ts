import type { PortalContext } from "@/lib/context/portal-context";
import { addJob } from "@/lib/jobs/add-job";

/** Numbers older than this are read again in the background when somebody looks. */
const REFRESH_AFTER_SECONDS = 60;

/**
 * Asks the worker to read the mailbox from Mailcow, if its numbers are older than a minute and nobody asked
 * within that minute: a thousand visitors cause one call. Two statements on purpose: a transaction for each of the
 * thousand would hold them all up, and a crash in between costs no more than one refresh.
 */
export async function requestRefresh(
  context: Pick<PortalContext, "database">,
  mailboxId: string,
): Promise<void> {
  const { prisma } = context.database;
  const asked = await prisma.$executeRaw`
    update mailbox set refresh_requested_at = now()
    where id = ${mailboxId}::uuid
      and state in ('ACTIVE', 'DISABLED')
      and coalesce(seen_at, '-infinity') < now() - make_interval(secs => ${REFRESH_AFTER_SECONDS})
      and coalesce(refresh_requested_at, '-infinity') < now() - make_interval(secs => ${REFRESH_AFTER_SECONDS})`;
  if (asked > 0) await addJob(prisma, "refresh-mailbox", `refresh:${mailboxId}`, { mailboxId });
}
