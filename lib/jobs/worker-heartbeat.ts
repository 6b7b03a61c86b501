import { hostname } from "node:os";
import type { Database } from "@/lib/database/create-database";

/** A worker that has not been seen for this long is dead: its jobs are given to others. */
const DEAD_AFTER_SECONDS = 20;

/** Says that these workers of this process are alive. Safe to repeat; meant for every few seconds. */
export async function beat(database: Database, workerIds: readonly string[]): Promise<void> {
  if (workerIds.length === 0) return;
  await database.pool.query(
    `insert into worker_heartbeat (worker_id, host, pid)
     select id, $2, $3 from unnest($1::text[]) as id
     on conflict (worker_id) do update set seen_at = now()`,
    [workerIds, hostname(), process.pid],
  );
}

/**
 * graphile-worker keeps the jobs of a killed worker locked for four hours. Unlocks those of workers that stopped
 * saying they are alive, and forgets these workers. Safe to run in several processes at once.
 */
export async function rescueJobsOfDeadWorkers(database: Database): Promise<number> {
  const { rows } = await database.pool.query<{ worker_id: string }>(
    `select distinct locked_by as worker_id
     from graphile_worker.jobs
     left join worker_heartbeat on worker_id = locked_by
     where locked_by is not null
       and locked_at < now() - make_interval(secs => $1)
       and coalesce(seen_at, '-infinity') < now() - make_interval(secs => $1)`,
    [DEAD_AFTER_SECONDS],
  );
  const dead = rows.map((row) => row.worker_id);
  if (dead.length > 0) {
    await database.pool.query("select graphile_worker.force_unlock_workers($1::text[])", [dead]);
  }
  await database.pool.query(
    "delete from worker_heartbeat where seen_at < now() - make_interval(secs => $1)",
    [DEAD_AFTER_SECONDS * 10],
  );
  return dead.length;
}

/** A worker that stops cleanly leaves no trace. */
export async function leave(database: Database, workerIds: readonly string[]): Promise<void> {
  await database.pool.query("delete from worker_heartbeat where worker_id = any($1::text[])", [workerIds]);
}

export interface WorkerPresence {
  /** Processes that said lately that they are alive. */
  readonly processes: number;
  readonly lastSeenAt: Date | null;
}

/** Who works, by the database's clock: several machines need not agree on the time. */
export async function readWorkerPresence(database: Database): Promise<WorkerPresence> {
  const { rows } = await database.pool.query<{ processes: number; last_seen_at: Date | null }>(
    `select count(distinct (host, pid)) filter (where seen_at > now() - make_interval(secs => $1))::int
         as processes,
       max(seen_at) as last_seen_at
     from worker_heartbeat`,
    [DEAD_AFTER_SECONDS],
  );
  return { processes: rows[0]?.processes ?? 0, lastSeenAt: rows[0]?.last_seen_at ?? null };
}
