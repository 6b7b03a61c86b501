import pg from "pg";
import { openDatabaseServer } from "@/lib/database/open-database-server";
import type { PortalUnderTest } from "./portal-under-test";

/** For what tests cannot wait for: time passing, and knowing that the portal has noticed something. */
export interface PortalDatabase {
  /** Makes the mailbox's numbers two minutes old, so that the next visit asks for new ones. */
  ageNumbers(address: string): Promise<void>;
  /** Whether the portal thinks that the mail server answers. */
  isMailServerReachable(): Promise<boolean>;
  close(): Promise<void>;
}

export async function openPortalDatabase({ dataDir }: PortalUnderTest): Promise<PortalDatabase> {
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
