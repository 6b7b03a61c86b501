import type { PortalContext } from "@/lib/context/portal-context";

/**
 * Deletions of the lane (see `queueOperation`) that wait for nothing but their turn, longest due first; those at work are left out. By
 * the database's clock.
 */
export async function listDueDeletions(
  { database }: Pick<PortalContext, "database">,
  limit: number,
): Promise<readonly string[]> {
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    select id from operation
    where kind = 'DELETE_MAILBOX' and state in ('QUEUED', 'WAITING')
      and coalesce(change ->> 'cleanUpRunId', change ->> 'bulkOperationId') is not null
      and coalesce(next_attempt_at, created_at) <= now()
    order by coalesce(next_attempt_at, created_at), id
    limit ${limit}`;
  return rows.map(({ id }) => id);
}
