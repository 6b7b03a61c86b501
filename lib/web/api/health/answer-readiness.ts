import { findPendingMigrations } from "@/lib/database/find-pending-migrations";
import type { OpenContext } from "./open-context";
import { within } from "./within";

/** Shorter than the patience of the usual probe. */
const PATIENCE_MS = 2_000;
const UNDEFINED_TABLE = "42P01";

type Readiness = "ready" | "database-unreachable" | "migrations-pending";

/** Whether this process can serve requests: 200 or 503, for load balancers and supervisors. */
export async function answerReadiness(openContext: OpenContext): Promise<Response> {
  const readiness = await checkReadiness(openContext);
  const isReady = readiness === "ready";
  return Response.json(isReady ? { status: "ready" } : { status: "not-ready", reason: readiness }, {
    status: isReady ? 200 : 503,
    headers: { "Cache-Control": "no-store", ...(isReady ? {} : { "Retry-After": "5" }) },
  });
}

async function checkReadiness(openContext: OpenContext): Promise<Readiness> {
  try {
    const pending = await within(PATIENCE_MS, async () =>
      findPendingMigrations((await openContext()).database),
    );
    return pending.length === 0 ? "ready" : "migrations-pending";
  } catch (error) {
    // An empty database has no history to read, nor the tables that opening the context asks for.
    return isUndefinedTable(error) ? "migrations-pending" : "database-unreachable";
  }
}

function isUndefinedTable(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === UNDEFINED_TABLE || code === "P2021";
}
