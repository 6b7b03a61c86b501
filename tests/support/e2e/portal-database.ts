import pg from "pg";
import { openDatabaseServer } from "@/lib/database/open-database-server";
import type { PortalUnderTest } from "./portal-under-test";

/** For what tests cannot wait for: time passing, and knowing that the portal has noticed something. */
export interface PortalDatabase {
  /** Makes the mailbox's numbers two minutes old, so that the next visit asks for new ones. */
  ageNumbers(address: string): Promise<void>;
  /** As if the temporary mailbox was made a day ago, to end so many seconds from now; negative is in the past. */
  moveExpiry(address: string, seconds: number): Promise<void>;
  /** As if everybody had used up what this limit allows in its time. */
  exhaustRateLimit(name: string): Promise<void>;
  /** So many mailboxes a domain for each person; null is no cap. */
  capPerPerson(count: number | null): Promise<void>;
  /** For rows that a test cannot make by hand in reasonable time, and for taking them away again. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Whether the portal thinks that the mail server answers. */
  isMailServerReachable(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openPortalDatabase({
  dataDir,
}: Pick<PortalUnderTest, "dataDir">): Promise<PortalDatabase> {
  const server = await openDatabaseServer({ databaseUrl: null, dataDir, log: () => {} });
  const pool = new pg.Pool({ connectionString: server.url, max: 1 });
  return {
    ageNumbers: async (address) => {
      const { rowCount } = await pool.query(
        "update mailbox set seen_at = now() - interval '2 minutes', refresh_requested_at = null where address = $1",
        [address],
      );
      if (rowCount !== 1) throw new Error(`there is no mailbox ${address}`);
    },
    moveExpiry: async (address, seconds) => {
      const { rowCount } = await pool.query(
        `update mailbox set created_at = now() - interval '1 day', expires_at = now() + make_interval(secs => $2)
        where address = $1`,
        [address, seconds],
      );
      if (rowCount !== 1) throw new Error(`there is no mailbox ${address}`);
    },
    exhaustRateLimit: async (name) => {
      const { rowCount } = await pool.query(
        "update rate_limit set points = 1000000 where key like $1 || ':%'",
        [name],
      );
      if (rowCount === 0) throw new Error(`nobody has used the limit ${name} yet`);
    },
    capPerPerson: async (count) => {
      await pool.query("update domain set cap_per_person = $1", [count]);
    },
    query: async <Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []) =>
      (await pool.query<Row>(sql, [...values])).rows,
    isMailServerReachable: async () => {
      const { rows } = await pool.query<{ reachable: boolean }>("select reachable from mail_server_state");
      return rows[0]?.reachable ?? false;
    },
    close: async () => {
      await pool.end();
      await server.close();
    },
  };
}
