import { carryOutCleanUp } from "@/lib/clean-up/carry-out-clean-up";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { runHourlyCleanUp } from "@/lib/clean-up/run-hourly-clean-up";
import type { WorkerContext } from "@/lib/context/portal-context";
import { checkMailServer } from "@/lib/diagnostics/check-mail-server";
import { ensureConfiguredDomain } from "@/lib/domains/ensure-configured-domain";
import { runJobs } from "@/lib/jobs/run-jobs";
import { beat, leave, rescueJobsOfDeadWorkers } from "@/lib/jobs/worker-heartbeat";
import { announceWebmail } from "@/lib/mailboxes/announce-webmail";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { refreshMailbox } from "@/lib/mailboxes/refresh-mailbox";
import { requeueStrandedOperations } from "@/lib/mailboxes/requeue-stranded-operations";
import { wakeWaitingOperations } from "@/lib/mailboxes/wake-waiting-operations";
import { deliverWebhook } from "@/lib/notifications/deliver-webhook";
import { warnOfExpiry } from "@/lib/notifications/warn-of-expiry";
import { deleteExpiredRows } from "@/lib/worker/delete-expired-rows";
import { startChore } from "@/lib/worker/start-chore";

export interface RunningWorker {
  /** Takes no more work, finishes what is begun, and leaves nothing locked. Safe to call twice. */
  stop(): Promise<void>;
}

/** Provisioning waits on the network, not on the processor. */
const CONCURRENCY = 8;
const HEARTBEAT_MS = 3_000;
const RESCUE_MS = 5_000;
const STRANDED_MS = 30_000;
const EXPIRED_MS = 10 * 60_000;
/** How often it is asked whether an hour has passed. */
const CLEAN_UP_MS = 60_000;
const WARNING_MS = 60_000;
/** Mailcow logs every call: a healthy one is asked once a minute, a silent one more often. */
const CHECK_HEALTHY_MS = 60_000;
const CHECK_SILENT_MS = 3_000;

/** Carries out what the other processes recorded, until stopped. Any number may run beside each other. */
export async function runWorker(context: WorkerContext): Promise<RunningWorker> {
  await ensureConfiguredDomain(context);
  const workerIds: string[] = [];
  const { database, logger } = context;
  const cleanUpLane = createCleanUpLane(context);
  const jobs = await runJobs({
    pool: database.pool,
    concurrency: CONCURRENCY,
    logger,
    onWorker: (workerId) => workerIds.push(workerId),
    handlers: {
      "carry-out-operation": ({ operationId }) => carryOutOperation(context, operationId),
      "refresh-mailbox": ({ mailboxId }) => refreshMailbox(context, mailboxId),
      "carry-out-clean-up": ({ operationId }) => cleanUpLane.carryOut(operationId),
      "clean-up": (round) => carryOutCleanUp(context, round),
      "deliver-webhook": ({ deliveryId }) => deliverWebhook(context, deliveryId),
    },
  });
  const chores = [
    startChore(context, "heartbeat", HEARTBEAT_MS, () => beat(database, workerIds)),
    startChore(context, "rescue", RESCUE_MS, () => rescueJobsOfDeadWorkers(database)),
    startChore(context, "requeue", STRANDED_MS, () => requeueStrandedOperations(context)),
    startChore(context, "expire", EXPIRED_MS, () => deleteExpiredRows(context)),
    startChore(context, "expiry warnings", WARNING_MS, () => warnOfExpiry(context)),
    startChore(context, "clean-up", CLEAN_UP_MS, () => runHourlyCleanUp(context)),
    startChore(context, "mail server", CHECK_SILENT_MS, mailServerChore(context)),
  ];
  const stop = async (): Promise<void> => {
    // The heartbeat goes on while jobs finish: others would take them for a dead worker's.
    cleanUpLane.stop();
    await jobs.stop();
    await Promise.all(chores.map((chore) => chore.stop()));
    await leave(database, workerIds);
  };
  let stopping: Promise<void> | undefined;
  return {
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

function mailServerChore(context: WorkerContext): () => Promise<void> {
  return async () => {
    const known = await context.database.prisma.mailServerState.findUnique({ where: { id: 1 } });
    const answeredMsAgo = Date.now() - (known?.lastAnswerAt?.getTime() ?? 0);
    if (known?.reachable && answeredMsAgo < CHECK_HEALTHY_MS) return;
    const check = await checkMailServer(context);
    if (check.cameBack) await wakeWaitingOperations(context);
    if (check.webmailReady) await announceWebmail(context);
  };
}
