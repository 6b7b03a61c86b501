import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { type ChildKind, childEnvironment } from "@/lib/config/child-environment";
import { CommandFailure } from "../command-failure";
import type { Progress } from "./progress";

export interface SupervisedProcess {
  /** Asks the process to finish; after the time is up it is killed. Settles when it is gone. */
  stop(timeoutMs: number): Promise<void>;
  /** At once. */
  kill(): void;
}

export interface SupervisionOptions {
  readonly name: "web" | "worker";
  readonly kind: ChildKind;
  /** The bundled command line. */
  readonly program: string;
  readonly progress: Progress;
}

/** What a process says when it can do its work; see `announceReady`. */
const readyMessage = z.object({ kind: z.literal("ready") });

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;
/** A process that ran this long has recovered: the next crash starts with a short pause again. */
const STEADY_MS = 60_000;
const START_DEADLINE_MS = 60_000;

/**
 * Starts one of the portal's processes, waits until it is ready, and starts it again whenever it ends by itself.
 * Throws when it does not become ready the first time: then the reason is in its lines, not in a crash worth repeating.
 */
export async function superviseProcess(options: SupervisionOptions): Promise<SupervisedProcess> {
  const { name, progress } = options;
  let isStopping = false;
  let pauseMs = FIRST_PAUSE_MS;
  let current = launch(options);
  await Promise.race([current.ready, failIfEnded(name, current.ended)]);
  const watching = keepRunning();
  return {
    stop: async (timeoutMs) => {
      isStopping = true;
      current.child.kill("SIGTERM");
      const killer = setTimeout(() => {
        progress.say(`${name} does not end by itself and is killed`);
        current.child.kill("SIGKILL");
      }, timeoutMs);
      await watching;
      clearTimeout(killer);
    },
    kill: () => {
      isStopping = true;
      current.child.kill("SIGKILL");
    },
  };

  async function keepRunning(): Promise<void> {
    for (;;) {
      const begun = Date.now();
      const end = await current.ended;
      if (isStopping) return;
      if (Date.now() - begun > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
      progress.say(`${name} ended unexpectedly (${end}) and is started again`);
      await wait(pauseMs);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
      if (isStopping) return;
      current = launch(options);
    }
  }
}

interface Launched {
  readonly child: ChildProcess;
  readonly ready: Promise<void>;
  /** The exit code or the signal. */
  readonly ended: Promise<number | string>;
}

function launch({ name, kind, program, progress }: SupervisionOptions): Launched {
  const child = spawn(process.execPath, [program, name], {
    cwd: process.cwd(),
    env: childEnvironment(kind),
    // The channel is how it says that it is ready, and how it notices that the supervisor is gone.
    // Our own lines come on standard error; what a framework prints on standard output is no news to an operator.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    // A group of its own: Ctrl-C reaches the supervisor only, which then ends things in order.
    detached: true,
  });
  if (child.stderr) createInterface({ input: child.stderr }).on("line", (line) => progress.relay(name, line));
  const ended = new Promise<number | string>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? "unknown"));
    child.once("error", (error) => resolve(error.message));
  });
  const ready = new Promise<void>((resolve) => {
    child.on("message", (message) => {
      if (readyMessage.safeParse(message).success) resolve();
    });
  });
  return { child, ready, ended };
}

async function failIfEnded(name: string, ended: Promise<number | string>): Promise<never> {
  const end = await Promise.race([ended, wait(START_DEADLINE_MS, "no sign of life", { ref: false })]);
  throw new CommandFailure(
    `${name}-did-not-start`,
    `The ${name} process did not start (${end}); its last lines say why.`,
    end === 2 ? 2 : 1,
  );
}
