import type { SystemActor } from "@/lib/context/actor";
import { type Closable, createPortalContext } from "@/lib/context/create-portal-context";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { PortalContext, WorkerContext } from "@/lib/context/portal-context";
import { migrateDatabase } from "@/lib/database/migrate-database";
import { openDatabaseServer } from "@/lib/database/open-database-server";
import { ensureConfiguredDomain } from "@/lib/domains/ensure-configured-domain";
import { CommandFailure } from "./command-failure";
import { loadCommandSettings } from "./load-command-settings";

/** Whoever can run a command on this machine may do what an admin may; the audit trail says that it was here. */
export const COMMAND_LINE: SystemActor = { kind: "system", name: "command line" };

const log = (line: string) => process.stderr.write(`${line}\n`);

/** Runs a command's work with the portal's database, joined or started for as long as it takes. */
export async function withPortal<Value>(work: (context: PortalContext) => Promise<Value>): Promise<Value> {
  // Without the Mailcow key: these commands record what is wanted, and the worker carries it out.
  const settings = loadCommandSettings("supervisor");
  const server = await openDatabaseServer({ ...settings, log });
  try {
    await migrateDatabase(server.url, { log });
    const context = createPortalContext({
      settings,
      databaseUrl: server.url,
      name: "cli",
      maxConnections: 4,
    });
    try {
      await ensureConfiguredDomain(context);
      return await work(context);
    } finally {
      await context.close();
    }
  } finally {
    await server.close();
  }
}

/** What the worker and the diagnosis hold. Close it when done: the last process to leave stops the embedded server. */
export async function openWorkerContext(role: "worker" | "cli"): Promise<WorkerContext & Closable> {
  const settings = loadCommandSettings(role);
  if (!settings.mailcow.apiUrl) {
    throw new CommandFailure(
      "no-mail-server",
      'MAILCOW_API_URL is not set and no sandbox runs on this data folder. Set it, or start "pasture up" or "pasture sandbox" first.',
      2,
    );
  }
  const server = await openDatabaseServer({ ...settings, log });
  try {
    await migrateDatabase(server.url, { log });
    const context = createWorkerContext({ settings, databaseUrl: server.url, name: role });
    const close = async () => {
      await context.close();
      await server.close();
    };
    return { ...context, close };
  } catch (error) {
    await server.close();
    throw error;
  }
}
