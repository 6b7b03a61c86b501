import { createHash, randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runMigrations } from "graphile-worker";
import pg from "pg";
import { MigrationError } from "./migration-error";

export interface MigrationOptions {
  readonly log: (line: string) => void;
  /** Defaults to the project's own. */
  readonly folder?: string;
}

/** Prisma's own lock number, so that its command line and this runner exclude each other. */
const PRISMA_LOCK = 72_707_369;

/** The table as `prisma migrate deploy` makes it. */
const HISTORY_TABLE = `create table if not exists "_prisma_migrations" (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

interface AppliedMigration {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/**
 * Brings a database to this version's schema and answers the names applied now. One migrator at a time, one
 * transaction a migration with its record inside: killed half-way, the next start continues where it stopped.
 * Throws, having changed nothing further, when a migration fails, was changed after it was applied, or when the
 * database is ahead of this version. `prisma migrate status` agrees with the records.
 */
export async function migrateDatabase(url: string, options: MigrationOptions): Promise<string[]> {
  const folder = options.folder ?? join(process.cwd(), "prisma", "migrations");
  const client = new pg.Client({ connectionString: url, application_name: "pasture migrate" });
  // The connection may die between two statements; the statement in flight then fails, which is enough.
  client.on("error", () => {});
  await connect(client);
  try {
    await client.query("select pg_advisory_lock($1)", [PRISMA_LOCK]);
    const applied = await applyMissing(client, folder, options.log);
    await runMigrations({ connectionString: url });
    return applied;
  } finally {
    await client.end();
  }
}

async function connect(client: pg.Client): Promise<void> {
  try {
    await client.connect();
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "no answer";
    throw new MigrationError(`The database cannot be reached (${code}): check DATABASE_URL.`, { cause });
  }
}

async function applyMissing(
  client: pg.Client,
  folder: string,
  log: MigrationOptions["log"],
): Promise<string[]> {
  await client.query(HISTORY_TABLE);
  const { rows } = await client.query<AppliedMigration>(
    'select migration_name, checksum, finished_at from "_prisma_migrations" where rolled_back_at is null',
  );
  const history = new Map(rows.map((row) => [row.migration_name, row]));
  const names = listMigrations(folder);
  refuseUnknown(history, names);
  const applied: string[] = [];
  for (const name of names) {
    const sql = readFileSync(join(folder, name, "migration.sql"), "utf8");
    const checksum = createHash("sha256").update(sql).digest("hex");
    const before = history.get(name);
    if (before) refuseDoubtful(before, checksum);
    else {
      await applyMigration(client, { name, sql, checksum });
      applied.push(name);
      log(`Migration ${name} applied`);
    }
  }
  return applied;
}

async function applyMigration(
  client: pg.Client,
  migration: { name: string; sql: string; checksum: string },
): Promise<void> {
  await client.query("begin");
  try {
    await client.query(migration.sql);
    await client.query(
      `insert into "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, $2, now(), $3, 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query("commit");
  } catch (cause) {
    await client.query("rollback").catch(() => {});
    const reason = cause instanceof Error ? cause.message : "unknown reason";
    throw new MigrationError(`Migration ${migration.name} failed and was undone: ${reason}`, { cause });
  }
}

function listMigrations(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "migration.sql")))
    .sort();
}

/** An older version on a newer database would read tables it does not know. */
function refuseUnknown(history: ReadonlyMap<string, AppliedMigration>, names: readonly string[]): void {
  const unknown = [...history.keys()].find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new MigrationError(
    `The database is ahead of this version of Pasture (migration ${unknown}): install the newer version.`,
  );
}

function refuseDoubtful(before: AppliedMigration, checksum: string): void {
  const name = before.migration_name;
  if (before.finished_at === null) {
    throw new MigrationError(
      `Migration ${name} was begun by Prisma and never finished: see "prisma migrate resolve".`,
    );
  }
  if (before.checksum !== checksum) {
    throw new MigrationError(`Migration ${name} was changed after it was applied: restore its file.`);
  }
}
