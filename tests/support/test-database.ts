import { randomBytes } from "node:crypto";
import { join } from "node:path";
import pg from "pg";
import { type EmbeddedServer, openEmbeddedServer } from "@/lib/database/embedded-server";
import { migrateDatabase } from "@/lib/database/migrate-database";

/** Kept between runs: an existing cluster starts in a tenth of the time. Databases in it are fresh in every run. */
export const TEST_DATA_DIR = join(process.cwd(), "data", "test");

/** One process at a time makes the template; also, a template cannot be copied while somebody is connected to it. */
const MIGRATION_LOCK = 54_329_002;

export interface TestDatabase {
  readonly url: string;
  /** Drops the database, even with connections left open. */
  drop(): Promise<void>;
}

let server: Promise<EmbeddedServer> | null = null;

/** A migrated, empty database of the test's own, copied from a template in about 30 ms. */
export async function createTestDatabase(): Promise<TestDatabase> {
  server ??= openEmbeddedServer({ dataDir: TEST_DATA_DIR, log: () => {} });
  const { url } = await server;
  const name = `test_${randomBytes(8).toString("hex")}`;
  await asAdmin(url, async (client) => {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await ensureTemplate(client, url);
    await client.query(`create database ${name} template pasture_template`);
  });
  return {
    url: databaseUrl(url, name),
    drop: () =>
      asAdmin(url, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

/** A backup of this moment as a database of its own; whoever is connected to the original is cut off for it. */
export async function copyTestDatabase(original: string): Promise<TestDatabase> {
  server ??= openEmbeddedServer({ dataDir: TEST_DATA_DIR, log: () => {} });
  const { url } = await server;
  const name = `test_${randomBytes(8).toString("hex")}`;
  const from = new URL(original).pathname.slice(1);
  await asAdmin(url, async (client) => {
    await client.query(`alter database ${from} with allow_connections false`);
    await client.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [
      from,
    ]);
    await client.query(`create database ${name} template ${from}`);
    await client.query(`alter database ${from} with allow_connections true`);
  });
  return {
    url: databaseUrl(url, name),
    drop: () =>
      asAdmin(url, async (client) => void (await client.query(`drop database ${name} with (force)`))),
  };
}

/** Called by the set-up of each test file, so that the last test process leaves no server behind. */
export async function leaveTestServer(): Promise<void> {
  const opened = server;
  server = null;
  await (await opened)?.close();
}

async function ensureTemplate(client: pg.Client, url: string): Promise<void> {
  const found = await client.query("select 1 from pg_database where datname = 'pasture_template'");
  if (found.rowCount) {
    if (await migrated(url)) return;
    await client.query("drop database pasture_template with (force)");
  }
  await client.query("create database pasture_template");
  if (!(await migrated(url))) throw new Error("The template database could not be migrated.");
}

/** False when the template was made from migrations that have been edited since. */
async function migrated(url: string): Promise<boolean> {
  try {
    await migrateDatabase(databaseUrl(url, "pasture_template"), { log: () => {} });
    return true;
  } catch (error) {
    if (error instanceof Error && /changed after|ahead of/.test(error.message)) return false;
    throw error;
  }
}

async function asAdmin(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl(url, "postgres") });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
