import { z } from "zod";
import { parseFields, readList } from "@/lib/mailcow/answer-fields";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";

/** The logs whose lines are known; `auth` and `mailcow` are no routes, rspamd has shapes of its own. */
export type MailcowLogSource =
  | "dovecot"
  | "postfix"
  | "sogo"
  | "netfilter"
  | "ratelimited"
  | "watchdog"
  | "acme"
  | "autodiscover"
  | "cron"
  | "api"
  | "ui"
  | "sasl";

export type MailcowLogEntry = {
  /** Null where Mailcow gives only a local time without zone (`sasl`, in `details.datetime`). */
  readonly at: Date | null;
  /** Empty where the source has none. */
  readonly program: string;
  readonly priority: string;
  readonly message: string;
  /** The remaining fields of this source, as text. */
  readonly details: Readonly<Record<string, string>>;
};

const MOST_LINES = 9_999;

/** These echo the bodies of API calls, in which Mailcow hides passwords but not tokens and keys. */
const NEVER_READ = new Set(["data", "call"]);

const logLine = z.record(z.string(), z.unknown());

/**
 * The newest lines first. Lines have no id: to go on from where one stopped, remember time and message.
 *
 * Each call is itself a line in `api`, so do not poll that one.
 *
 * @param count 1 to 9999; Mailcow keeps no more
 * @throws MailcowError; RangeError for a count out of range, which Mailcow would answer like an empty log
 */
export async function readLog(
  client: MailcowClient,
  source: MailcowLogSource,
  count: number,
): Promise<readonly MailcowLogEntry[]> {
  if (!Number.isSafeInteger(count) || count < 1 || count > MOST_LINES) {
    throw new RangeError("A number of log lines must be between 1 and 9999.");
  }
  const endpoint = "get/logs";
  const entries = readList(endpoint, await client.get(endpoint, [source, String(count)], "list"));
  return parseFields(endpoint, z.array(logLine), entries).map(toLogEntry);
}

function toLogEntry({
  time,
  program,
  priority,
  message,
  msg,
  ...rest
}: Record<string, unknown>): MailcowLogEntry {
  return {
    at: toInstant(time),
    program: toText(program),
    priority: toText(priority),
    message: toText(message ?? msg),
    details: Object.fromEntries(
      Object.entries(rest)
        .filter(([name]) => !NEVER_READ.has(name))
        .map(([name, value]) => [name, toText(value)]),
    ),
  };
}

/** Unix seconds, as text from syslog and shell, as a number from PHP and Python. */
function toInstant(time: unknown): Date | null {
  const seconds = typeof time === "number" || typeof time === "string" ? Number(time) : Number.NaN;
  return Number.isFinite(seconds) && seconds > 0 ? new Date(seconds * 1000) : null;
}

function toText(value: unknown): string {
  if (value === undefined || value === null) {
    return "";
  }
  return typeof value === "string" ? value : JSON.stringify(value);
}
