import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Database } from "./create-database";

/** Names of this version's migrations that the database does not have. */
export async function findPendingMigrations(database: Database): Promise<readonly string[]> {
  const folder = join(process.cwd(), "prisma", "migrations");
  const entries = await readdir(folder, { withFileTypes: true });
  const wanted = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const { rows } = await database.pool.query<{ migration_name: string }>(
    `select migration_name from "_prisma_migrations" where finished_at is not null and rolled_back_at is null`,
  );
  const applied = new Set(rows.map((row) => row.migration_name));
  return wanted.filter((name) => !applied.has(name)).sort();
}
