import type { Database } from "@/lib/database/create-database";

/** Of all processes on this database: one clean-up round at a time. */
const CLEAN_UP_LOCK = 54_329_101;

/** Does the work while nobody else does; null, with nothing done, when somebody is at it. The lock dies with us. */
export async function withCleanUpLock<Value>(
  database: Pick<Database, "pool">,
  work: () => Promise<Value>,
): Promise<Value | null> {
  const client = await database.pool.connect();
  try {
    const { rows } = await client.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [
      CLEAN_UP_LOCK,
    ]);
    if (!rows[0]?.held) return null;
    try {
      return await work();
    } finally {
      await client.query("select pg_advisory_unlock($1)", [CLEAN_UP_LOCK]);
    }
  } finally {
    client.release();
  }
}
