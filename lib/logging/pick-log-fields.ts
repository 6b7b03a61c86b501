/** The only names a log line may carry. None of them ever holds a password, key, token, header or message text. */
const ALLOWED: ReadonlySet<string> = new Set([
  "accountId",
  "action",
  "attempt",
  "attempts",
  "bytes",
  "check",
  "code",
  "command",
  "count",
  "dataDir",
  "delayMs",
  "domain",
  "durationMs",
  "endpoint",
  "engine",
  "error",
  "exitCode",
  "fence",
  "host",
  "jobId",
  "mailboxId",
  "messageKeys",
  "method",
  "migration",
  "nextAttemptAt",
  "operationId",
  "outcome",
  "path",
  "port",
  "process",
  "queue",
  "reason",
  "requestId",
  "route",
  "sandbox",
  "signal",
  "state",
  "status",
  "step",
  "task",
  "timeoutMs",
  "tokenId",
  "version",
  "workerId",
]);

const LONGEST_TEXT = 500;

/** Keeps allowed names with plain values; `dropped` names the rest so that a missing field is noticed. */
export function pickLogFields(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const dropped: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (ALLOWED.has(name) && (name === "error" || isPlain(value))) kept[name] = shorten(value);
    else dropped.push(name);
  }
  return dropped.length > 0 ? { ...kept, dropped } : kept;
}

function isPlain(value: unknown): boolean {
  if (value === null || value === undefined || value instanceof Date) return true;
  if (Array.isArray(value))
    return value.every((item) => typeof item === "string" || typeof item === "number");
  return ["string", "number", "boolean", "bigint"].includes(typeof value);
}

function shorten(value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  return typeof value === "string" && value.length > LONGEST_TEXT
    ? `${value.slice(0, LONGEST_TEXT)}…`
    : value;
}
