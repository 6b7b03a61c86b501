import { type EmbeddedServer, openEmbeddedServer } from "@/lib/database/embedded-server";
import { TEST_DATA_DIR } from "./test-database";

let server: EmbeddedServer | null = null;

/** vitest's globalSetup: one server for the whole run; test files join it instead of starting and stopping their own. */
export async function setup(): Promise<void> {
  server = await openEmbeddedServer({ dataDir: TEST_DATA_DIR, log: () => {} });
}

export async function teardown(): Promise<void> {
  await server?.close();
}
