import type { WorkerContext } from "@/lib/context/portal-context";
import { portalPasswordPlace } from "./ensure-portal-password";
import { commitStep, type OperationRun, type RunOutcome } from "./operation-run";

/** Mailcow remembers a refused login for 60 seconds: an earlier second try would only meet that memory. */
const AFTER_REFUSAL_MS = 65_000;
/** Each refusal counts towards Mailcow's ban of ten. */
const MAX_REFUSALS = 3;

/**
 * Proves that the mailbox accepts logins, by one real IMAP login with the portal's own app password. Null when
 * proven; otherwise how the run ends.
 */
export async function provePortalLogin(
  context: Pick<WorkerContext, "database" | "keyring" | "mailLogins">,
  run: OperationRun,
): Promise<RunOutcome | null> {
  const { appPasswordSealed, loginProvenAt } = await context.database.prisma.mailbox.findUniqueOrThrow({
    where: { id: run.mailbox.id },
    select: { appPasswordSealed: true, loginProvenAt: true },
  });
  if (loginProvenAt) return null;
  if (!appPasswordSealed) throw new Error("the portal's app password was not planned");
  const password = context.keyring.open(appPasswordSealed, portalPasswordPlace(run.mailbox.id));
  const outcome = await context.mailLogins.prove(run.address, password);
  if (outcome.state === "accepted") {
    await commitStep(context, run, { mailbox: { loginProvenAt: new Date() } });
    return null;
  }
  if (outcome.state === "unavailable") return { kind: "retry", reason: "imap-unreachable" };
  await commitStep(context, run, { operation: { loginRefusals: { increment: 1 } } });
  return run.operation.loginRefusals + 1 >= MAX_REFUSALS
    ? { kind: "needs-admin", reason: "login-refused" }
    : { kind: "retry", reason: "login-not-yet", afterMs: AFTER_REFUSAL_MS };
}
