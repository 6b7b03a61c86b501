import { setTimeout as wait } from "node:timers/promises";
import type { Database } from "@/lib/database/create-database";

/** Of all processes on this database: one clean-up round at a time. */
const CLEAN_UP_LOCK = 54_329_101;
const ASK_AGAIN_MS = 500;

/**
 * Does the work while nobody else does. Null, with nothing done, when somebody is at it and stays at it for
 * `waitSeconds`. The lock dies with us.
 */
export async function withCleanUpLock<Value>(
  database: Pick<Database, "pool">,
  waitSeconds: number,
  work: () => Promise<Value>,
): Promise<Value | null> {
  const deadline = performance.now() + waitSeconds * 1_000;
  for (;;) {
    const done = await tryWithLock(database, work);
    if (done) return done.value;
    if (performance.now() >= deadline) return null;
    await wait(ASK_AGAIN_MS);
  }
}

/** Null when somebody else has the lock. */
async function tryWithLock<Value>(
  database: Pick<Database, "pool">,
  work: () => Promise<Value>,
): Promise<{ readonly value: Value } | null> {
  const client = await database.pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
      CLEAN_UP_LOCK,
    ]);
    if (!rows[0]?.held) return null;
    try {
      return { value: await work() };
    } finally {
      await client.query("select pg_advisory_unlock($1)", [CLEAN_UP_LOCK]);
    }
  } finally {
    client.release();
  }
}
