import pg from "pg";

/** One process's hold on the embedded server: a connection with a shared advisory lock, gone when the process is. */
export interface Presence {
  readonly port: number;
  readonly url: string;
  /** Called once if the connection ends without us. */
  onLost(listener: () => void): void;
  /** Gives the hold up. True when nobody else is left; new processes are then kept out until `end`. */
  leave(): Promise<boolean>;
  end(): Promise<void>;
}

export interface ServerCredentials {
  readonly user: string;
  readonly password: string;
}

const DATABASE = "pasture";
/** Any number that nothing else uses; advisory locks count per database, and this one lives in `postgres`. */
const PRESENCE_LOCK = 54_329_001;
const CONNECT_TIMEOUT_MS = 2_000;

/** Null when the server does not answer, is stopping, or the last process is just leaving it: try again. */
export async function joinServer(port: number, credentials: ServerCredentials): Promise<Presence | null> {
  const client = new pg.Client({
    ...credentials,
    host: "127.0.0.1",
    port,
    database: "postgres",
    application_name: "pasture presence",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  let onLost: (() => void) | null = null;
  client.on("error", () => {});
  client.once("end", () => onLost?.());
  try {
    await client.connect();
    if (!(await holds(client, "select pg_try_advisory_lock_shared($1) as held"))) return await giveUp(client);
    await ensureDatabase(client);
  } catch (error) {
    return giveUp(client, error);
  }
  return {
    port,
    url: `postgresql://${credentials.user}:${credentials.password}@127.0.0.1:${port}/${DATABASE}`,
    onLost: (listener) => {
      onLost = listener;
    },
    leave: async () => {
      onLost = null;
      await client.query("select pg_advisory_unlock_shared($1)", [PRESENCE_LOCK]).catch(() => {});
      return holds(client, "select pg_try_advisory_lock($1) as held").catch(() => false);
    },
    end: () => client.end().catch(() => {}),
  };
}

async function holds(client: pg.Client, question: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(question, [PRESENCE_LOCK]);
  return rows[0]?.held === true;
}

/** CREATE DATABASE knows no IF NOT EXISTS; two processes may try at once. */
async function ensureDatabase(client: pg.Client): Promise<void> {
  const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
  if (rowCount) return;
  await client.query(`create database ${DATABASE}`).catch((error: unknown) => {
    if (!(error instanceof pg.DatabaseError && (error.code === "42P04" || error.code === "23505")))
      throw error;
  });
}

/** 28xxx: the answer came from a server that is not ours, on a port it took over. 57Pxx: starting or stopping. */
const PASSING_CODE = /^(28|57P|ECONN|EPIPE|ETIMEDOUT)/;

async function giveUp(client: pg.Client, error?: unknown): Promise<null> {
  await client.end().catch(() => {});
  if (error === undefined || isPassing(error)) return null;
  throw error;
}

function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ("code" in error && typeof error.code === "string") return PASSING_CODE.test(error.code);
  return /timeout|terminated/i.test(error.message);
}
