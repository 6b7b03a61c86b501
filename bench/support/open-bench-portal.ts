import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { loadSettings } from "@/lib/config/settings";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { WorkerContext } from "@/lib/context/portal-context";
import { ensureConfiguredDomain } from "@/lib/domains/ensure-configured-domain";
import type { LatencyOptions } from "@/lib/sandbox/api/create-latency";
import { insertSeedRows, planSeeds, type Seed, writeSandboxSeeds } from "@/tests/support/seeded-mailboxes";
import { createTestDatabase } from "@/tests/support/test-database";
import { makeTestFolder } from "@/tests/support/test-folder";

export interface BenchPortal {
  readonly context: WorkerContext;
  readonly seeds: readonly Seed[];
  readonly server: { readonly apiUrl: string; readonly apiKey: string };
  close(): Promise<void>;
}

/** A worker's context beside a sandbox in a process of its own; so many temporary mailboxes exist on both sides. */
export async function openBenchPortal(
  count: number,
  latency: LatencyOptions | boolean,
): Promise<BenchPortal> {
  const folder = makeTestFolder();
  const database = await createTestDatabase();
  const seeds = planSeeds(count);
  await writeSandboxSeeds(folder.path, seeds);
  const sandbox = await startSandboxProcess({ dataDir: folder.path, latency });
  const { settings } = loadSettings(
    "worker",
    {
      DATA_DIR: folder.path,
      DATABASE_URL: database.url,
      MAILCOW_API_URL: sandbox.apiUrl,
      MAILCOW_API_KEY: sandbox.apiKey,
      MAILCOW_DOMAIN: sandbox.domain,
      WEBMAIL_URL: sandbox.webmailUrl,
      ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
      LOG_LEVEL: "silent",
    },
    folder.path,
  );
  const context = createWorkerContext({ settings, databaseUrl: database.url, name: "bench" });
  await ensureConfiguredDomain(context);
  await insertSeedRows(context, seeds, { expiring: 0, expiresInHours: 0 });
  return {
    context,
    seeds,
    server: sandbox,
    close: async () => {
      await context.close();
      await sandbox.stop();
      await database.drop();
      folder.remove();
    },
  };
}

interface SandboxAddresses {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly domain: string;
  readonly webmailUrl: string;
}

async function startSandboxProcess(options: {
  readonly dataDir: string;
  readonly latency: LatencyOptions | boolean;
}): Promise<SandboxAddresses & { stop(): Promise<void> }> {
  const script = fileURLToPath(new URL("./run-sandbox.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const first = once(createInterface({ input: child.stdout }), "line");
  const [line] = await Promise.race([first, ended.then(() => Promise.reject(new Error("no sandbox")))]);
  return {
    ...(JSON.parse(String(line)) as SandboxAddresses),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
