import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client";

export type { Prisma } from "./generated/client";

/** The pool is for raw SQL, jobs and counters; Prisma draws from the same connections. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  /** A session of its own, for LISTEN. */
  readonly url: string;
  close(): Promise<void>;
}

/** What runs inside `prisma.$transaction`. */
export type Transaction = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$transaction" | "$extends"
>;

export interface DatabaseOptions {
  /** Shown in pg_stat_activity, to tell the portal's processes apart. */
  readonly applicationName: string;
  readonly maxConnections?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/**
 * A process that sleeps inside a transaction (a suspended machine, a stopped container) would keep its rows locked, and
 * with them the operation that another worker wants to take over. Our own transactions end within five seconds.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** Opens nothing yet: connections are made when first needed. */
export function createDatabase(url: string, options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  });
  // A connection that dies (server restart) is replaced on next use; without a listener it ends the process.
  const ignore = (): void => {};
  pool.on("error", ignore);
  pool.on("connect", (client) => client.on("error", ignore));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    prisma,
    pool,
    url,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}
