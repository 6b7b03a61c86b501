import type { PortalContext } from "@/lib/context/portal-context";
import { queueSending } from "./queue-sending";

/**
 * The net below everything: a message that should be worked on but has no job any more (given up by the queue after an
 * error of ours, or deleted by hand) gets a new one. So does one that waits because the portal's password was refused,
 * as soon as that has been renewed. Safe to repeat.
 */
export async function requeueStrandedSendings({
  database,
}: Pick<PortalContext, "database">): Promise<number> {
  const stranded = await database.prisma.$queryRaw<{ id: string; mailboxId: string }[]>`
    select message.id, message.mailbox_id as "mailboxId"
    from outgoing_message message
    join mailbox on mailbox.id = message.mailbox_id
    left join graphile_worker.jobs on jobs.key = 'outgoing:' || message.id
    where (
        message.state = 'WAITING' and message.reason = 'login-refused'
        and mailbox.app_password_refused_at is null and jobs.run_at > now()
      ) or (
        (message.state in ('HELD', 'QUEUED', 'WAITING', 'SENDING')
          or message.state = 'SENT' and message.filed_at is null and message.sent_at > now() - interval '1 day')
        and coalesce(message.next_attempt_at, message.started_at, message.send_at) < now() - interval '2 minutes'
        and (jobs.id is null or jobs.attempts >= jobs.max_attempts)
      )`;
  for (const message of stranded) {
    await database.prisma.$transaction((transaction) => queueSending(transaction, message));
  }
  return stranded.length;
}
