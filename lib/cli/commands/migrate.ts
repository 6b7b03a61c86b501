import type { Command } from "commander";
import { loadCommandSettings } from "../load-command-settings";
import { printAnswer } from "../print-answer";

export function addMigrateCommand(program: Command): void {
  program
    .command("migrate")
    .description("bring the database to this version's schema")
    .option("--json", "print the answer as JSON")
    .action(runMigrate);
}

async function runMigrate(options: { json?: boolean }): Promise<void> {
  const [{ openDatabaseServer }, { migrateDatabase }] = await Promise.all([
    import("@/lib/database/open-database-server"),
    import("@/lib/database/migrate-database"),
  ]);
  const log = (line: string) => process.stderr.write(`${line}\n`);
  const server = await openDatabaseServer({ ...loadCommandSettings("supervisor"), log });
  try {
    const applied = await migrateDatabase(server.url, { log });
    const sentence = applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`;
    printAnswer(options, { applied }, sentence);
  } finally {
    await server.close();
  }
}
