import { EventEmitter } from "node:events";
import { Logger as GraphileLogger, run, type TaskList, type WorkerEvents } from "graphile-worker";
import type pg from "pg";
import type { Logger } from "@/lib/logging/create-logger";
import type { JobPayloads } from "./add-job";

/** What each job does; the payload is what {@link JobPayloads} promises. */
export type JobHandlers = {
  readonly [Task in keyof JobPayloads]: (payload: JobPayloads[Task]) => Promise<void>;
};

export interface JobRunner {
  /** Takes no more jobs and waits for those at work. */
  stop(): Promise<void>;
}

export interface JobRunnerOptions {
  readonly pool: pg.Pool;
  readonly handlers: JobHandlers;
  readonly concurrency: number;
  readonly logger: Logger;
  /** Each of graphile-worker's own workers, whose id stands in the jobs it locks. */
  readonly onWorker: (workerId: string) => void;
}

/** Works on jobs until stopped; a new job is picked up within milliseconds by LISTEN. */
export async function runJobs(options: JobRunnerOptions): Promise<JobRunner> {
  const runner = await run({
    pgPool: options.pool,
    taskList: toTaskList(options.handlers),
    concurrency: options.concurrency,
    // Only a net: LISTEN does the work.
    pollInterval: 2_000,
    noHandleSignals: true,
    logger: quietLogger(options.logger),
    events: workerEvents(options.onWorker),
  });
  return { stop: () => runner.stop() };
}

function toTaskList(handlers: JobHandlers): TaskList {
  const entries = Object.entries(handlers) as [string, (payload: unknown) => Promise<void>][];
  return Object.fromEntries(entries.map(([task, handle]) => [task, (payload: unknown) => handle(payload)]));
}

/** graphile-worker logs errors with the whole job; only its message goes on, at warning and above. */
function quietLogger(logger: Logger): GraphileLogger {
  return new GraphileLogger(() => (level, message) => {
    if (level === "error") logger.error({ process: "graphile-worker" }, message);
    if (level === "warning") logger.warn({ process: "graphile-worker" }, message);
  });
}

function workerEvents(onWorker: (workerId: string) => void): WorkerEvents {
  const events: WorkerEvents = new EventEmitter();
  events.on("worker:create", ({ worker }) => onWorker(worker.workerId));
  return events;
}
