import { fileURLToPath } from "node:url";
import type { Settings } from "@/lib/config/settings";
import { migrateDatabase } from "@/lib/database/migrate-database";
import { openDatabaseServer } from "@/lib/database/open-database-server";
import { loadCommandSettings } from "../load-command-settings";
import { untilAskedToEnd } from "../process-lifetime";
import { refuseTakenPort } from "../refuse-taken-port";
import { findSetupLink } from "./find-setup-link";
import { holdPortalLock } from "./portal-lock";
import { createProgress, type Progress } from "./progress";
import { describePortal, type PortalMail, type RunningPortal } from "./running-portal";
import { type PortalSandbox, startPortalSandbox } from "./start-portal-sandbox";
import { superviseProcess } from "./supervise-process";

/** Time for web and worker to finish what they are at; the rest of 25 s is for sandbox and database. */
const PROCESS_STOP_MS = 15_000;

/** Undone in reverse, so that nothing loses what it stands on. */
type Undo = () => Promise<void>;

/**
 * Runs all of the portal until it is asked to end, then ends it in order: web and worker finish, sandbox and database
 * stop. A second Ctrl-C ends everything at once.
 */
export async function runUp(options: { readonly json?: boolean }): Promise<void> {
  const begun = Date.now();
  const progress = createProgress();
  const settings = loadCommandSettings("supervisor");
  const lock = holdPortalLock(settings.dataDir, settings.appUrl);
  const undo: Undo[] = [async () => lock.release()];
  const forced: (() => void)[] = [];
  try {
    await refuseTakenPort(settings.port);
    const portal = await startEverything(settings, progress, undo, forced);
    progress.say(describePortal(portal, Date.now() - begun));
    if (options.json) process.stdout.write(`${JSON.stringify(portal)}\n`);
    await untilAskedToEnd(
      async () => {
        progress.say("Stopping …");
        await undoAll(undo);
        progress.say("Stopped");
      },
      () => {
        progress.say("Stopping at once");
        for (const kill of forced) kill();
        process.exit(1);
      },
    );
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
  process.exit(0);
}

async function startEverything(
  settings: Settings,
  progress: Progress,
  undo: Undo[],
  forced: (() => void)[],
): Promise<RunningPortal> {
  const log = (line: string) => progress.say(line);
  const server = await openDatabaseServer({ ...settings, log });
  undo.push(server.close);
  await migrateDatabase(server.url, { log });
  log(
    server.isEmbedded ? `PostgreSQL runs on port ${new URL(server.url).port}` : "The database is up to date",
  );
  const sandbox = settings.isSandbox ? await startPortalSandbox(settings.dataDir, { onLog: log }) : null;
  if (sandbox) undo.push(sandbox.stop);
  const program = fileURLToPath(import.meta.url.replace(/\/chunks\/[^/]*$/, "/pasture.mjs"));
  const starting = (["worker", "web"] as const).map(async (name) => {
    const supervised = await superviseProcess({ name, kind: name, program, progress });
    forced.push(supervised.kill);
    return supervised;
  });
  const started = await Promise.allSettled(starting);
  // Both end at the same time: a page that waits for a job must not wait for a worker that has gone.
  undo.push(async () => {
    const running = started.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
    await Promise.all(running.map((supervised) => supervised.stop(PROCESS_STOP_MS)));
  });
  for (const result of started) if (result.status === "rejected") throw result.reason;
  return {
    url: settings.appUrl,
    setupLink: await findSetupLink(settings, server.url),
    mail: describeMail(settings, sandbox),
  };
}

function describeMail(settings: Settings, running: PortalSandbox | null): PortalMail {
  if (!running) return { kind: "mailcow", apiUrl: settings.mailcow.apiUrl ?? "", domain: settings.domain };
  const { apiUrl, domain, imap, smtp } = running.sandbox;
  return { kind: "sandbox", apiUrl, domain, engine: imap?.engine ?? "none", imap, smtp };
}

/** Each step is tried even when one before it failed; the first failure is thrown at the end. */
async function undoAll(undo: Undo[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of undo.splice(0).reverse()) {
    await step().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}
