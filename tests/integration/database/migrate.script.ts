// Applies the migrations of a folder: node … URL FOLDER.
import { migrateDatabase } from "@/lib/database/migrate-database";

const [url = "", folder = ""] = process.argv.slice(-2);
await migrateDatabase(url, { folder, log: (line) => process.stdout.write(`${line}\n`) });
