import type { PortalContext } from "@/lib/context/portal-context";
import { deleteInBatches } from "@/lib/database/delete-in-batches";

/** As long as somebody may ask what became of a mailbox; after that the audit log knows. */
const BULK_OPERATION_KEPT_DAYS = 90;

/**
 * Forgets what was done to many at once and has ended long ago, the single results first, so that no statement grows
 * with their number. By the database's clock; safe to run anywhere, any number of times.
 */
export async function forgetBulkOperations({ database }: Pick<PortalContext, "database">): Promise<void> {
  const { prisma } = database;
  await deleteInBatches(
    (limit) => prisma.$executeRaw`
      delete from bulk_item where (bulk_operation_id, mailbox_id) in (
        select item.bulk_operation_id, item.mailbox_id
        from bulk_operation as whole join bulk_item as item on item.bulk_operation_id = whole.id
        where whole.finished_at < now() - make_interval(days => ${BULK_OPERATION_KEPT_DAYS}::int)
        limit ${limit})`,
  );
  await deleteInBatches(
    (limit) => prisma.$executeRaw`
      delete from bulk_operation where id in (
        select whole.id from bulk_operation as whole
        where whole.finished_at < now() - make_interval(days => ${BULK_OPERATION_KEPT_DAYS}::int)
          and not exists (select from bulk_item where bulk_operation_id = whole.id)
        limit ${limit})`,
  );
}
