import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { queueRound } from "./queue-round";
import { createRun } from "./run-record";
import { type CleanUpKindName, type RequestCleanUpInput, requestCleanUpInput } from "./schema";

const KINDS = { expired: "EXPIRED", inactive: "INACTIVE", quota: "QUOTA" } as const satisfies Record<
  CleanUpKindName,
  string
>;

/** Asks the worker for a round now, for a process without the Mailcow key; the run's row tells how it goes. */
export async function requestCleanUp(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  input: RequestCleanUpInput,
): Promise<Result<{ readonly runId: string }, { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const { kind, isDryRun, isApproved, hours } = requestCleanUpInput.parse(input);
  return context.database.prisma.$transaction(async (transaction) => {
    const { id: runId } = await createRun(transaction, actor, { kind: KINDS[kind], isDryRun }, "queued");
    await queueRound(transaction, { runId, hours: hours ?? null, isApproved });
    await recordEvent(transaction, actor, {
      action: "clean-up.request",
      result: "done",
      detail: { kind, isDryRun, isApproved, runId },
    });
    return succeed({ runId });
  });
}
