import { realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { type MailParser, MailParserError, parsedHeadersAnswer } from "./mail-parser";
import { PARSER_THREAD } from "./parser-thread";

export interface MailParserOptions {
  /** For one message, from the moment the thread takes it up. */
  readonly timeoutMs?: number;
  readonly memoryMiB?: number;
}

const TIMEOUT_MS = 2_000;
const MEMORY_MIB = 64;
const MAX_WAITING = 200;

interface Task {
  readonly request: unknown;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: MailParserError) => void;
}

const reply = z.object({ ok: z.boolean(), answer: z.unknown() });

/** One thread, started with the first message and again after one that had to be ended. */
export function createMailParser(options: MailParserOptions = {}): MailParser {
  const waiting: Task[] = [];
  let thread: Worker | null = null;
  let current: Task | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;

  const settle = (act: (task: Task) => void): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    const task = current;
    current = null;
    if (task) act(task);
    next();
  };
  const endThread = (error: MailParserError): void => {
    const ended = thread;
    thread = null;
    void ended?.terminate();
    settle((task) => task.reject(error));
  };
  const startThread = (): Worker => {
    const started = new Worker(PARSER_THREAD, {
      eval: true,
      workerData: { postalMime: locatePostalMime() },
      env: {},
      stdin: false,
      resourceLimits: {
        maxOldGenerationSizeMb: options.memoryMiB ?? MEMORY_MIB,
        maxYoungGenerationSizeMb: 4,
      },
    });
    started.unref();
    started.on("message", (message: unknown) => {
      if (thread !== started) return;
      const { ok, answer } = reply.parse(message);
      settle((task) =>
        ok
          ? task.resolve(answer)
          : task.reject(new MailParserError("unreadable", "the message cannot be read")),
      );
    });
    const onEnd = (cause?: unknown): void => {
      if (thread === started) endThread(new MailParserError("too-slow", "reading cost too much", { cause }));
    };
    started.on("error", onEnd);
    started.on("exit", () => onEnd());
    return started;
  };
  const next = (): void => {
    if (current || isClosed) return;
    const task = waiting.shift();
    if (!task) {
      thread?.unref();
      return;
    }
    current = task;
    thread ??= startThread();
    thread.ref();
    timer = setTimeout(
      () => endThread(new MailParserError("too-slow", "reading took too long")),
      options.timeoutMs ?? TIMEOUT_MS,
    );
    thread.postMessage(task.request);
  };
  const ask = (request: unknown): Promise<unknown> => {
    if (isClosed) return Promise.reject(new MailParserError("closed", "the process is stopping"));
    if (waiting.length >= MAX_WAITING) {
      return Promise.reject(new MailParserError("overloaded", "too many messages wait to be read"));
    }
    return new Promise((resolve, reject) => {
      waiting.push({ request, resolve, reject });
      next();
    });
  };
  return {
    parseHeaders: async (blocks) => parsedHeadersAnswer.parse(await ask({ kind: "headers", blocks })),
    decodePart: async (part) => z.string().parse(await ask({ kind: "part", part })),
    close: async () => {
      isClosed = true;
      const error = new MailParserError("closed", "the process is stopping");
      for (const task of waiting.splice(0)) task.reject(error);
      const ended = thread;
      endThread(error);
      await ended?.terminate();
    },
  };
}

/**
 * The package, sought from the running program and not from this module: bundlers move modules and rewrite what
 * they recognise, while the program's own file always lies above `node_modules`.
 */
function locatePostalMime(): string {
  const requireFrom = createRequire;
  const places = [process.argv[1], process.execPath, `${process.cwd()}/package.json`];
  for (const place of places) {
    try {
      if (place) return requireFrom(realpathSync(place)).resolve(["postal", "mime"].join("-"));
    } catch {
      // Not from here: the next place may see it.
    }
  }
  throw new Error("the package postal-mime is not installed");
}
