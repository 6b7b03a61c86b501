import type { PortalContext } from "@/lib/context/portal-context";
import { deleteInBatches } from "@/lib/database/delete-in-batches";
import { IDLE_RUN_KEPT_DAYS, RUN_KEPT_DAYS, USAGE_KEPT_DAYS } from "./policy";

/**
 * Forgets rounds, what they did with each mailbox, and days of usage, by age and the database's clock. A round goes
 * after its mailboxes, so that no statement grows with the size of a round. Safe to run anywhere, any number of times.
 */
export async function forgetOldRuns({ database }: Pick<PortalContext, "database">): Promise<void> {
  const { prisma } = database;
  await deleteInBatches(
    (limit) => prisma.$executeRaw`
      delete from clean_up_item where id in (
        select item.id
        from clean_up_run as run
        join clean_up_item as item on item.run_id = run.id
        where run.state <> 'RUNNING' and (
          run.started_at < now() - make_interval(days => ${RUN_KEPT_DAYS}::int)
          or run.started_at < now() - make_interval(days => ${IDLE_RUN_KEPT_DAYS}::int)
            and (run.is_dry_run or run.kind = 'QUOTA' or run.state = 'REFUSED'
              or run.planned = 0 and run.done = 0 and run.failed = 0))
        limit ${limit})`,
  );
  await deleteInBatches(
    (limit) => prisma.$executeRaw`
      delete from clean_up_run where id in (
        select run.id
        from clean_up_run as run
        where run.state <> 'RUNNING' and (
          run.started_at < now() - make_interval(days => ${RUN_KEPT_DAYS}::int)
          or run.started_at < now() - make_interval(days => ${IDLE_RUN_KEPT_DAYS}::int)
            and (run.is_dry_run or run.kind = 'QUOTA'
              or run.state <> 'REFUSED' and run.planned = 0 and run.done = 0 and run.failed = 0))
          and not exists (select from clean_up_item as item where item.run_id = run.id)
        limit ${limit})`,
  );
  await deleteInBatches(
    (limit) => prisma.$executeRaw`
      delete from usage_day where (day, domain_name) in (
        select day, domain_name from usage_day
        where day < current_date - ${USAGE_KEPT_DAYS}::int
        limit ${limit})`,
  );
}
