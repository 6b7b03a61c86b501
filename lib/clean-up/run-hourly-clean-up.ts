import type { SystemActor } from "@/lib/context/actor";
import { cleanUpExpired } from "./clean-up-expired";
import { cleanUpInactive } from "./clean-up-inactive";
import type { CleanUpContext } from "./run-deletion-round";
import { syncQuota } from "./sync-quota";

export const HOURLY_CLEAN_UP: SystemActor = { kind: "system", name: "worker" };
/** One that an admin asked for may have come in between. */
const WAIT_SECONDS = 60;

/**
 * The worker's own rounds, when an hour has passed since they were last begun; to be called every minute by each
 * worker. The clean-up's lock lets one of them do it, and hours missed are caught up by one round.
 */
export async function runHourlyCleanUp(context: CleanUpContext): Promise<void> {
  if (!(await isHourOver(context))) return;
  const expired = await cleanUpExpired(context, HOURLY_CLEAN_UP);
  // Another worker is at it.
  if (!expired.ok) return;
  await cleanUpInactive(context, HOURLY_CLEAN_UP, { waitSeconds: WAIT_SECONDS });
  await syncQuota(context, HOURLY_CLEAN_UP, { waitSeconds: WAIT_SECONDS });
}

/** By the database's clock, so that it is one hour for all; an instant in the future is a clock that was put back. */
async function isHourOver({ database }: CleanUpContext): Promise<boolean> {
  const [row] = await database.prisma.$queryRaw<{ isOver: boolean }[]>`
    select not exists (
      select from clean_up_run
      where kind = 'EXPIRED' and started_by = ${HOURLY_CLEAN_UP.name}
        and started_at > now() - interval '1 hour' and started_at <= now() + interval '5 minutes'
    ) as "isOver"`;
  return row?.isOver ?? false;
}
