import type { PortalContext } from "@/lib/context/portal-context";
import type { Operation } from "@/lib/database/models";
import { queueOperation } from "./start-operation";

/**
 * The net below everything: an operation that should be worked on but has no job any more (given up by the queue
 * after an error of ours, or deleted by hand) gets a new one. Safe to repeat.
 */
export async function requeueStrandedOperations(context: Pick<PortalContext, "database">): Promise<number> {
  const { prisma } = context.database;
  const stranded = await prisma.$queryRaw<Pick<Operation, "id" | "mailboxId" | "change">[]>`
    select operation.id, operation.mailbox_id as "mailboxId", operation.change
    from operation
    left join graphile_worker.jobs on jobs.key = 'operation:' || operation.id
    where operation.state in ('QUEUED', 'RUNNING', 'WAITING')
      and coalesce(operation.next_attempt_at, operation.created_at) < now() - interval '1 minute'
      and (jobs.id is null or jobs.attempts >= jobs.max_attempts)
      and not exists (
        select from graphile_worker.jobs busy
        where busy.queue_name = 'mailbox:' || operation.mailbox_id and busy.locked_at is not null)`;
  for (const operation of stranded) {
    await prisma.$transaction((transaction) => queueOperation(transaction, operation));
  }
  return stranded.length;
}
