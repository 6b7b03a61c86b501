import type { PortalContext } from "@/lib/context/portal-context";
import type { OperationView } from "@/lib/mailboxes/mail-page";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { findRunningPortal } from "./up/portal-lock";

const PATIENCE_MS = 30_000;
/** With no portal on this machine a worker elsewhere may still be at it. */
const SHORT_PATIENCE_MS = 2_000;

/** How a recorded wish stands after a reasonable wait; it goes on without us. */
export function awaitOperation(
  context: Pick<PortalContext, "database" | "changes" | "settings">,
  operationId: string,
): Promise<OperationView> {
  const isNear = findRunningPortal(context.settings.dataDir) !== null;
  return waitForOperation(context, operationId, { timeoutMs: isNear ? PATIENCE_MS : SHORT_PATIENCE_MS });
}

/** One sentence for people; `what` is the work's name as in "the mailbox". */
export function describeOperation(what: string, { state, reason }: OperationView): string {
  const why = reason ? ` (${reason})` : "";
  if (state === "done") return `${what}: done.`;
  if (state === "needs-user" || state === "needs-admin") return `${what}: somebody must act${why}.`;
  if (state === "cancelled") return `${what}: given up in favour of something newer.`;
  return `${what}: ${state}${why}. The worker goes on with it.`;
}
