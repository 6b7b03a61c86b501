import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { bundleScript } from "@/tests/support/bundle-script";
import { createDeferred } from "@/tests/support/create-deferred";
import { scriptEnvironment } from "@/tests/support/script-environment";

export interface Strike {
  readonly operationId: string;
  /** From 1; beyond the last step the worker survives. */
  readonly strikeAt: number;
  readonly signal: "SIGKILL" | "SIGSTOP";
  readonly only: "everything" | "network";
  /** `lane` also carries out whatever other deletions of the clean-up are due. */
  readonly by?: "lane";
}

export interface StruckWorker {
  /** Where it was struck, such as `before add/mailbox`; null when it survived. */
  readonly where: string | null;
  /** Ends a stopped worker's sleep, and waits until it has ended by itself. */
  wake(): Promise<void>;
}

interface WarmWorker {
  readonly child: ChildProcess;
  readonly isReady: Promise<void>;
  /** How it went: `struck …`, `survived …`, `failed …`, or the empty text when it ended without a word. */
  readonly verdict: Promise<string>;
}

export interface CrashWorkers {
  strike(strike: Strike): Promise<StruckWorker>;
  close(): Promise<void>;
}

/** Workers to be struck, one a strike; the next ones start while the present one works. */
export async function openCrashWorkers(environment: Readonly<Record<string, string>>): Promise<CrashWorkers> {
  const script = await bundleScript("tests/faults/support/crash-worker.script.ts");
  const warm: WarmWorker[] = [];
  const start = () => warm.push(startWorker(script, environment));
  for (let spare = 0; spare < 2; spare += 1) start();
  return {
    strike: async (strike) => {
      const worker = warm.shift();
      if (!worker) throw new Error("no worker is left");
      start();
      await worker.isReady;
      worker.child.stdin?.end(`${JSON.stringify(strike)}\n`);
      const verdict = await worker.verdict;
      if (!/^(struck|survived) /.test(verdict)) {
        throw new Error(`the worker failed before it was struck: ${verdict}`);
      }
      if (strike.signal === "SIGKILL") await ended(worker.child);
      return {
        where: verdict.startsWith("struck ") ? verdict.slice("struck ".length) : null,
        wake: async () => {
          worker.child.kill("SIGCONT");
          await ended(worker.child);
        },
      };
    },
    close: async () => {
      for (const { child } of warm) child.kill("SIGKILL");
      await Promise.all(warm.map(({ child }) => ended(child)));
    },
  };
}

function startWorker(script: string, environment: Readonly<Record<string, string>>): WarmWorker {
  const child = spawn(process.execPath, [script], {
    env: scriptEnvironment(environment),
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ready = createDeferred<void>();
  const verdict = createDeferred<string>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    if (line === "ready") ready.resolve();
    else verdict.resolve(line);
  });
  child.once("exit", () => {
    ready.resolve();
    verdict.resolve("");
  });
  // A worker that was killed while warm breaks its pipe.
  child.stdin.on("error", () => {});
  return { child, isReady: ready.promise, verdict: verdict.promise };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
}
