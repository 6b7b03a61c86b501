import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { migrateDatabase } from "@/lib/database/migrate-database";
import { runScript } from "../../support/run-script";
import { createTestDatabase, type TestDatabase } from "../../support/test-database";
import { makeTestFolder } from "../../support/test-folder";
import { waitUntil } from "../../support/wait-until";

const MIGRATOR = fileURLToPath(new URL("migrate.script.ts", import.meta.url));
const OUR_MIGRATIONS = join(process.cwd(), "prisma", "migrations");
const log = () => {};

let database: TestDatabase;
let folder: ReturnType<typeof makeTestFolder>;
let migrations: string;
beforeEach(async () => {
  database = await createTestDatabase();
  folder = makeTestFolder();
  migrations = join(folder.path, "migrations");
  cpSync(OUR_MIGRATIONS, migrations, { recursive: true });
});
afterEach(async () => {
  await database.drop();
  folder.remove();
});

function addMigration(name: string, sql: string): void {
  mkdirSync(join(migrations, name), { recursive: true });
  writeFileSync(join(migrations, name, "migration.sql"), sql);
}

async function query(sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const tableExists = async (name: string) =>
  (await query(`select to_regclass('${name}') as t where to_regclass('${name}') is not null`)).length > 0;

describe("migrateDatabase", () => {
  test("an up-to-date database is left alone", async () => {
    expect(await migrateDatabase(database.url, { log })).toEqual([]);
  });

  test("the job engine's tables are made too", async () => {
    expect(await tableExists("graphile_worker.jobs")).toBe(true);
  });

  test("migrations are applied in the order of their names", async () => {
    addMigration("99990102000000_second", "alter table first_made add column b int");
    addMigration("99990101000000_first", "create table first_made (a int)");
    expect(await migrateDatabase(database.url, { log, folder: migrations })).toEqual([
      "99990101000000_first",
      "99990102000000_second",
    ]);
  });

  test("a failing one is undone whole, named, and stops those after it", async () => {
    addMigration("99990101000000_broken", "create table half (a int); select no_such_function()");
    addMigration("99990102000000_after", "create table after_it (a int)");
    await expect(migrateDatabase(database.url, { log, folder: migrations })).rejects.toThrow(
      /99990101000000_broken/,
    );
    expect(await tableExists("half")).toBe(false);
    expect(await tableExists("after_it")).toBe(false);
  });

  test("one that was changed after it was applied is refused", async () => {
    const [name = ""] = readdirSync(migrations).filter((entry) => !entry.includes("."));
    writeFileSync(join(migrations, name, "migration.sql"), "select 1");
    await expect(migrateDatabase(database.url, { log, folder: migrations })).rejects.toThrow(/changed after/);
  });

  test("a database that is ahead of this version is refused", async () => {
    addMigration("99990101000000_newer", "create table newer (a int)");
    await migrateDatabase(database.url, { log, folder: migrations });
    await expect(migrateDatabase(database.url, { log })).rejects.toThrow(/ahead of this version/);
  });

  test("two migrators at once apply each migration once", async () => {
    addMigration("99990101000000_once", "create table once (a int)");
    const [one, two] = await Promise.all([
      migrateDatabase(database.url, { log, folder: migrations }),
      migrateDatabase(database.url, { log, folder: migrations }),
    ]);
    expect([...one, ...two]).toEqual(["99990101000000_once"]);
  });

  test("killed half-way, the next run starts it again from the beginning", async () => {
    addMigration("99990101000000_slow", "create table half (a int); select pg_sleep(60)");
    const migrator = await runScript(MIGRATOR, [database.url, migrations]);
    await waitUntil("the migration's start", async () => {
      const rows = await query(
        "select 1 from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
      );
      return rows.length > 0;
    });
    migrator.child.kill("SIGKILL");
    await migrator.ended;
    await query(
      "select pg_terminate_backend(pid) from pg_stat_activity where query like '%pg_sleep(60)%' and pid <> pg_backend_pid()",
    );
    addMigration("99990101000000_slow", "create table half (a int)");
    expect(await migrateDatabase(database.url, { log, folder: migrations })).toEqual(["99990101000000_slow"]);
    expect(await tableExists("half")).toBe(true);
  });

  test("prisma migrate status agrees with what was recorded", () => {
    const answer = execFileSync(
      "node_modules/.bin/prisma",
      ["migrate", "status", "--config", ".config/prisma.ts"],
      {
        env: { ...process.env, DATABASE_URL: database.url },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    expect(answer).toContain("Database schema is up to date");
  });

  test("schema.prisma and the migrations describe the same database", () => {
    const difference = execFileSync(
      "node_modules/.bin/prisma",
      [
        "migrate",
        "diff",
        "--config",
        ".config/prisma.ts",
        "--from-migrations",
        "prisma/migrations",
        "--to-schema",
        "prisma/schema.prisma",
        "--script",
      ],
      {
        env: { ...process.env, DATABASE_URL: database.url },
        encoding: "utf8",
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    expect(difference).toContain("This is an empty migration");
  });
});
