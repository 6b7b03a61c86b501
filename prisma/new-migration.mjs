// `npm run db:migrate -- NAME`: writes the migration that leads from those in prisma/migrations to prisma/schema.prisma.
// Needs no server and no download: the migrations are replayed in a PostgreSQL in memory. The portal applies them at
// start. (`prisma migrate dev` cannot: the engine in WebAssembly has no data-loss check for PostgreSQL.)
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = dirname(fileURLToPath(import.meta.url));
const name = process.argv.slice(2).find((argument) => !argument.startsWith("--")) ?? "";
if (!/^[a-z][a-z0-9_]{2,60}$/.test(name)) {
  process.stderr.write("Name the migration in snake_case: npm run db:migrate -- add_something\n");
  process.exit(2);
}

const prisma = join(dirname(createRequire(import.meta.url).resolve("prisma/package.json")), "build/index.js");
const migrations = join(folder, "migrations");
const schema = join(folder, "schema.prisma");
const steps = ["migrate", "diff", "--from-migrations", migrations, "--to-schema", schema, "--script"];
const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, ...steps], {
  cwd: dirname(folder),
  encoding: "utf8",
});
if (status !== 0) {
  process.stderr.write(stderr || stdout);
  process.exit(1);
}
if (/^-- This is an empty migration/.test(stdout.trim())) {
  process.stdout.write("The migrations agree with the schema: nothing to write.\n");
  process.exit(0);
}

const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const target = join(migrations, `${stamp}_${name}`);
mkdirSync(target);
writeFileSync(join(target, "migration.sql"), stdout);
process.stdout.write(`${join(target, "migration.sql")} written. Read it before you commit it.\n`);
