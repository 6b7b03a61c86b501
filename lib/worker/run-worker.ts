import { carryOutCleanUp } from "@/lib/clean-up/carry-out-clean-up";
import { createCleanUpLane } from "@/lib/clean-up/clean-up-lane";
import { runHourlyCleanUp } from "@/lib/clean-up/run-hourly-clean-up";
import type { WorkerContext } from "@/lib/context/portal-context";
import { checkMailServer } from "@/lib/diagnostics/check-mail-server";
import { createDomainDiscovery, discoverDomains } from "@/lib/domains/discover-domains";
import { ensureConfiguredDomain } from "@/lib/domains/ensure-configured-domain";
import { runJobs } from "@/lib/jobs/run-jobs";
import { beat, leave, rescueJobsOfDeadWorkers } from "@/lib/jobs/worker-heartbeat";
import { announceWebmail } from "@/lib/mailboxes/announce-webmail";
import { carryOutBulkOperation } from "@/lib/mailboxes/carry-out-bulk-operation";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { compareDatabase } from "@/lib/mailboxes/deletion-gate";
import { refreshMailbox } from "@/lib/mailboxes/refresh-mailbox";
import { requeueStrandedOperations } from "@/lib/mailboxes/requeue-stranded-operations";
import { wakeWaitingOperations } from "@/lib/mailboxes/wake-waiting-operations";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { openMailReading } from "@/lib/messages/open-mail-reading";
import { reportNewMail } from "@/lib/messages/report-new-mail";
import { deliverWebhook } from "@/lib/notifications/deliver-webhook";
import { mailNotifications } from "@/lib/notifications/mail-notifications";
import { warnOfExpiry } from "@/lib/notifications/warn-of-expiry";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { mirrorSendAliases } from "@/lib/sending/mirror-send-aliases";
import { requeueStrandedSendings } from "@/lib/sending/requeue-stranded-sendings";
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
/** How often it is asked whether the database must be compared with Mailcow, as after the start. */
const COMPARISON_MS = 5_000;
/** How often it is asked whether a mailbox is due. */
const NEW_MAIL_MS = 3_000;
/** How often it is asked whether a quarter of an hour has passed. */
const DISCOVERY_MS = 5_000;
/** Mailcow logs every call: a healthy one is asked once a minute, a silent one more often. */
const CHECK_HEALTHY_MS = 60_000;
const CHECK_SILENT_MS = 3_000;

/** Carries out what the other processes recorded, until stopped. Any number may run beside each other. */
export async function runWorker(context: WorkerContext): Promise<RunningWorker> {
  await ensureConfiguredDomain(context);
  const workerIds: string[] = [];
  const { database, logger } = context;
  const cleanUpLane = createCleanUpLane(context);
  const mailReading = openMailReading(context);
  const jobs = await runJobs({
    pool: database.pool,
    concurrency: CONCURRENCY,
    logger,
    onWorker: (workerId) => workerIds.push(workerId),
    handlers: {
      "carry-out-operation": ({ operationId }) => carryOutOperation(context, operationId),
      "refresh-mailbox": ({ mailboxId }) => refreshMailbox(context, mailboxId),
      "carry-out-clean-up": ({ operationId }) => cleanUpLane.carryOut(operationId),
      "carry-out-bulk-operation": ({ bulkOperationId }) => carryOutBulkOperation(context, bulkOperationId),
      "clean-up": (round) => carryOutCleanUp(context, round),
      "discover-domains": async () => {
        await discoverDomains(context);
      },
      "deliver-webhook": ({ deliveryId }) => deliverWebhook(context, deliveryId),
      "mail-notifications": ({ accountId }) => mailNotifications(context, accountId),
      "send-message": ({ outgoingId }) => carryOutSending({ ...context, ...mailReading }, outgoingId),
    },
  });
  const reportMail = () => reportNewMail({ ...context, ...mailReading });
  const newMail = startChore(context, "new mail", NEW_MAIL_MS, reportMail);
  const chores = [
    newMail,
    startChore(context, "heartbeat", HEARTBEAT_MS, () => beat(database, workerIds)),
    startChore(context, "rescue", RESCUE_MS, () => rescueJobsOfDeadWorkers(database)),
    startChore(context, "requeue", STRANDED_MS, () => requeueStrandedOperations(context)),
    startChore(context, "stranded mail", STRANDED_MS, () => requeueStrandedSendings(context)),
    startChore(context, "send aliases", WARNING_MS, () => mirrorSendAliases(context)),
    startChore(context, "expire", EXPIRED_MS, () => deleteExpiredRows(context)),
    startChore(context, "expiry warnings", WARNING_MS, () => warnOfExpiry(context)),
    startChore(context, "domains", DISCOVERY_MS, createDomainDiscovery(context)),
    startChore(context, "comparison", COMPARISON_MS, comparisonChore(context)),
    startChore(context, "clean-up", CLEAN_UP_MS, () => runHourlyCleanUp(context)),
    startChore(context, "mail server", CHECK_SILENT_MS, mailServerChore(context)),
  ];
  const stop = async (): Promise<void> => {
    // The heartbeat goes on while jobs finish: others would take them for a dead worker's.
    cleanUpLane.stop();
    // A look for new mail that is cut off here is repeated after the restart.
    await Promise.all([newMail.stop(), mailReading.close()]);
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

/** Mailcow away is nothing to log every few seconds: the check of the mail server says so. */
function comparisonChore(context: WorkerContext): () => Promise<void> {
  return async () => {
    try {
      if (await compareDatabase(context)) await wakeWaitingOperations(context);
    } catch (error) {
      if (!(error instanceof MailcowError)) throw error;
    }
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
