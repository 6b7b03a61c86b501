import { z } from "zod";

const logLineSchema = z.looseObject({ level: z.string(), msg: z.string().default("") });
const errorSchema = z.looseObject({ name: z.string(), message: z.string(), stack: z.string().optional() });

const BOOKKEEPING = new Set(["level", "time", "pid", "name", "msg", "error", "dropped"]);

/** One JSON line of our logger as a sentence; anything else unchanged. */
export function formatLogLine(line: string): string {
  const parsed = logLineSchema.safeParse(parseJson(line));
  if (!parsed.success) return line.trimEnd();
  const { level, msg, error, ...rest } = parsed.data;
  const fields = Object.entries(rest)
    .filter(([name]) => !BOOKKEEPING.has(name))
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const label = level === "info" ? [] : [level];
  return [...label, msg, ...fields, ...describeError(error)].filter(Boolean).join(" ");
}

function describeError(error: unknown): string[] {
  const parsed = errorSchema.safeParse(error);
  if (!parsed.success) return [];
  return [`\n${parsed.data.stack ?? `${parsed.data.name}: ${parsed.data.message}`}`];
}

function parseJson(line: string): unknown {
  if (!line.startsWith("{")) return null;
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
