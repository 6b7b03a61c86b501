import { readWorkerPresence } from "@/lib/jobs/worker-heartbeat";
import type { Check, DoctorContext } from "../check";

const QUEUE_WARNING_SECONDS = 60;

export async function checkDatabase({ database }: Pick<DoctorContext, "database">): Promise<Check> {
  const base = { group: "portal", name: "database" } as const;
  try {
    const { rows } = await database.pool.query<{ version: string; applied: string }>(
      `select current_setting('server_version') as version,
              (select count(*) from "_prisma_migrations" where finished_at is not null) as applied`,
    );
    const seen = `PostgreSQL ${rows[0]?.version ?? "?"}, ${rows[0]?.applied ?? "0"} migrations applied`;
    return { ...base, state: "ok", seen };
  } catch (error) {
    return {
      ...base,
      state: "failed",
      seen: error instanceof Error ? error.message : "no answer",
      cause: "the database does not answer, or was never migrated",
      fix: "Start PostgreSQL, check DATABASE_URL, then run the migrations",
      command: "pasture migrate",
    };
  }
}

export async function checkWorker({ database }: Pick<DoctorContext, "database">): Promise<Check> {
  const { processes, lastSeenAt } = await readWorkerPresence(database);
  const base = { group: "portal", name: "worker" } as const;
  if (processes > 0) {
    return {
      ...base,
      state: "ok",
      seen: `${processes} alive, last seen ${lastSeenAt?.toISOString() ?? "never"}`,
    };
  }
  return {
    ...base,
    state: "failed",
    seen: "no worker is alive",
    cause: "nothing carries out what people ask for: registrations wait",
    fix: "Start the whole portal, or a worker by itself",
    command: "pasture worker",
  };
}

export async function checkQueue({ database }: Pick<DoctorContext, "database">): Promise<Check> {
  const { rows } = await database.pool.query<{ due: number; oldest: number | null; stopped: number }>(
    `select count(*) filter (where locked_at is null and run_at <= now() and attempts < max_attempts)::int as due,
            extract(epoch from max(now() - run_at) filter
              (where locked_at is null and run_at <= now() and attempts < max_attempts))::int as oldest,
            (select count(*)::int from operation where state in ('NEEDS_USER', 'NEEDS_ADMIN')) as stopped
     from graphile_worker.jobs`,
  );
  const { due = 0, oldest = null, stopped = 0 } = rows[0] ?? {};
  const seen = `${due} jobs due, oldest ${oldest ?? 0} s; ${stopped} operations wait for a person`;
  const base = { group: "portal", name: "queue", seen } as const;
  if ((oldest ?? 0) > QUEUE_WARNING_SECONDS) {
    return {
      ...base,
      state: "warning",
      cause: "jobs wait longer than a minute: the worker is stopped, or Mailcow is slow",
      fix: "See the lines about the worker and about Mailcow",
    };
  }
  if (stopped > 0) {
    return {
      ...base,
      state: "warning",
      cause: "some work cannot go on by itself",
      fix: "List the mailboxes and look at their reasons",
      command: "pasture mailbox list",
    };
  }
  return { ...base, state: "ok" };
}
