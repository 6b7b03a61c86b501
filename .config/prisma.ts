import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

// Prisma's CLI wants a downloaded engine binary. The same engine, compiled to WebAssembly, comes from npm.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= fileURLToPath(
  new URL("../prisma/schema-engine.mjs", import.meta.url),
);

export default defineConfig({
  schema: fileURLToPath(new URL("../prisma/schema.prisma", import.meta.url)),
  migrations: { path: fileURLToPath(new URL("../prisma/migrations", import.meta.url)) },
  // Authoring needs no server: a PostgreSQL in memory answers when DATABASE_URL is unset.
  datasource: { url: process.env.DATABASE_URL || "pglite:" },
});
