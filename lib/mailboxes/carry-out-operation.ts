import type { WorkerContext } from "@/lib/context/portal-context";
import { isDatabaseAway } from "@/lib/database/is-database-away";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { applyMailboxPassword } from "./apply-mailbox-password";
import { applyMailboxUpdate } from "./apply-mailbox-update";
import { carryOutDeletion, type TakeTurn } from "./carry-out-deletion";
import { explainMailcowError } from "./explain-mailcow-error";
import { type FencedClient, fenceWrites } from "./fence-writes";
import {
  beginRun,
  finishRun,
  type OperationRun,
  PutOffError,
  putOffRun,
  type RecordEnd,
  type RunOutcome,
  StaleRunError,
} from "./operation-run";
import { provisionMailbox } from "./provision-mailbox";
import { recordMailServerSilence } from "./record-mail-server-silence";

export type OperationContext = Pick<
  WorkerContext,
  "database" | "settings" | "keyring" | "mailcow" | "mailLogins" | "webmail" | "logger"
>;

const WORK = {
  PROVISION_MAILBOX: provisionMailbox,
  CHANGE_MAILBOX_PASSWORD: applyMailboxPassword,
  UPDATE_MAILBOX: applyMailboxUpdate,
  DELETE_MAILBOX: carryOutDeletion,
} satisfies Record<
  OperationRun["operation"]["kind"],
  (context: OperationContext & { readonly mailcow: FencedClient }, run: OperationRun) => Promise<RunOutcome>
>;

/** For whoever carries out many operations beside each other. */
export interface OperationCompany {
  /** Not asked by every kind of work. */
  readonly takeTurn?: TakeTurn;
  readonly recordEnd?: RecordEnd;
  /** Whoever is at the operation already, and its job, are left to it. */
  readonly isIdleWanted?: boolean;
}

/**
 * One try at an operation, ended in every case by a row that says what comes next. Safe to run twice, at once or
 * later: each kind of work looks before it acts, and only the newest try may write.
 *
 * @throws only when the database is lost; the job is then tried again by the queue.
 */
export async function carryOutOperation(
  context: OperationContext,
  operationId: string,
  company: OperationCompany = {},
): Promise<void> {
  const run = await beginRun(context, operationId, company.isIdleWanted);
  if (!run) return;
  try {
    const { takeTurn } = company;
    const mailcow = fenceWrites(context, run, context.mailcow);
    const fenced = { ...context, mailcow, ...(takeTurn ? { takeTurn } : {}) };
    const outcome = await WORK[run.operation.kind](fenced, run).catch((error: unknown) =>
      explainError(context, run, error),
    );
    const { id, kind, attempts } = run.operation;
    const reason = outcome.kind === "done" ? null : outcome.reason;
    context.logger.info(
      { operationId: id, action: kind, attempts, outcome: outcome.kind, reason },
      "operation tried",
    );
    if (reason?.startsWith("mail-server-")) await recordMailServerSilence(context);
    await finishRun(context, run, outcome, company.recordEnd);
  } catch (error) {
    if (error instanceof StaleRunError) return;
    if (error instanceof PutOffError) return putOff(context, run);
    throw error;
  }
}

/** A newer try may have begun while this one waited: then there is nothing to give back. */
async function putOff(context: OperationContext, run: OperationRun): Promise<void> {
  await putOffRun(context, run).catch((error: unknown) => {
    if (!(error instanceof StaleRunError)) throw error;
  });
}

/** Tries of ours before a person is told that it will not mend itself. */
const TRIES_WITH_OUR_ERROR = 5;

/**
 * What the outside world did wrong has a reason of its own. Anything else is a fault of the portal (a sealing key
 * that was removed, a bug): it is logged, and the person sees that an admin must act instead of an endless "busy".
 */
function explainError(
  context: Pick<OperationContext, "logger">,
  run: OperationRun,
  error: unknown,
): RunOutcome {
  if (error instanceof MailcowError) return explainMailcowError(error);
  if (error instanceof StaleRunError || error instanceof PutOffError || isDatabaseAway(error)) throw error;
  const { id, kind, attempts } = run.operation;
  context.logger.error({ error, operationId: id, action: kind, attempts }, "operation failed in the portal");
  const isHopeless = attempts >= TRIES_WITH_OUR_ERROR;
  return { kind: isHopeless ? "needs-admin" : "retry", reason: "portal-error" };
}
