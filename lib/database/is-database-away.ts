import { z } from "zod";

/** Prisma: server not reachable, timed out, closed the connection, no connection free, transaction not started. */
const PRISMA_CODES: ReadonlySet<string> = new Set(["P1001", "P1002", "P1008", "P1017", "P2024", "P2028"]);
/** What Prisma's adapter calls the same. */
const ADAPTER_KINDS: ReadonlySet<string> = new Set([
  "DatabaseNotReachable",
  "ConnectionClosed",
  "TooManyConnections",
  "SocketTimeout",
]);
/** Node, while connecting or in a connection that broke. */
const SYSTEM_CODES: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
]);
/** PostgreSQL: 08 connection, 53 resources, 57P shutting down or starting up, 25006 read-only (a standby). */
const POSTGRES_STATE = /^(08|53|57P)\w+$|^25006$/;
/** node-postgres throws these without a code. */
const POOL_MESSAGE = /^(timeout exceeded when trying to connect|Connection terminated)/;
const MOST_CAUSES = 5;

/** What a thrown thing may say of itself; the adapter's own causes are plain objects. */
const traces = z.object({
  code: z.string().optional().catch(undefined),
  kind: z.string().optional().catch(undefined),
  message: z.string().catch(""),
  cause: z.unknown().optional(),
  meta: z.object({ driverAdapterError: z.unknown().optional() }).optional().catch(undefined),
});

/** True when the database did not do what was asked because it, or the way to it, is gone for the moment. */
export function isDatabaseAway(error: unknown): boolean {
  let current = error;
  for (let depth = 0; depth < MOST_CAUSES; depth += 1) {
    const parsed = traces.safeParse(current);
    if (!parsed.success) return false;
    const { code = "", kind = "", message, cause, meta } = parsed.data;
    if (PRISMA_CODES.has(code) || SYSTEM_CODES.has(code) || POSTGRES_STATE.test(code)) return true;
    if (ADAPTER_KINDS.has(kind) || POOL_MESSAGE.test(message)) return true;
    // Prisma hides the adapter's error in `meta`, under a code of its own that says nothing (P2039).
    current = cause ?? meta?.driverAdapterError;
  }
  return false;
}
