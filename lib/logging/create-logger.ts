import pino, { type Logger } from "pino";
import { pickLogFields } from "./pick-log-fields";
import { serializeError } from "./serialize-error";

export type { Logger };

export interface LoggerOptions {
  readonly level: string;
  /** The process or part that speaks: `web`, `worker`, `cli`. */
  readonly name: string;
}

/**
 * JSON lines on standard error (standard output belongs to a command's answer). Fields outside the allow-list are
 * dropped and only their names are kept, so a request, a row or a password can never slip in with an object.
 */
export function createLogger({ level, name }: LoggerOptions): Logger {
  return pino(
    {
      level,
      base: { name, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      errorKey: "error",
      formatters: { level: (label) => ({ level: label }), log: pickLogFields },
      serializers: { error: serializeError },
    },
    pino.destination({ dest: 2, sync: true }),
  );
}
