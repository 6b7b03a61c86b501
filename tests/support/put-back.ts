import { loadSettings } from "@/lib/config/settings";
import type { Closable } from "@/lib/context/create-portal-context";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { WorkerContext } from "@/lib/context/portal-context";
import { copyTestDatabase, createTestDatabase, type TestDatabase } from "./test-database";
import type { TestPortal } from "./test-portal";

export interface OtherDatabase {
  /** A worker's context on it and on the same mail server; closed with it. */
  connect(): WorkerContext;
  close(): Promise<void>;
}

/** The database as it is at this moment, for a process that finds it instead of the portal's newer one. */
export async function takeDump(portal: TestPortal): Promise<OtherDatabase> {
  return describe(portal, await copyTestDatabase(portal.database.url));
}

/** A second portal on the same mail server. */
export async function openNeighbour(portal: TestPortal): Promise<OtherDatabase> {
  return describe(portal, await createTestDatabase());
}

function describe(portal: TestPortal, database: TestDatabase): OtherDatabase {
  const environment = { ...portal.environment, DATABASE_URL: database.url };
  const contexts: Closable[] = [];
  return {
    connect: () => {
      const { settings } = loadSettings("worker", environment, portal.environment.DATA_DIR ?? "");
      const context = createWorkerContext({ settings, databaseUrl: database.url, name: "test" });
      contexts.push(context);
      return context;
    },
    close: async () => {
      await Promise.all(contexts.map((context) => context.close()));
      await database.drop();
    },
  };
}
