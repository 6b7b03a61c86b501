import { z } from "zod";
import { recordEvent } from "@/lib/audit/record-event";
import type { WorkerContext } from "@/lib/context/portal-context";
import { deleteAppPassword, listAppPasswords } from "@/lib/mailcow/app-passwords";
import { deleteMailbox, editMailbox, findMailbox, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { keepEpochAnchored } from "./anchor-epoch";
import { retireAddress } from "./claim-address";
import { findDeletionBar } from "./deletion-gate";
import type { FencedClient } from "./fence-writes";
import { findOwnInMailcow } from "./find-own-in-mailcow";
import { isDatabaseOlder } from "./instance-epoch";
import { isStillDue } from "./is-still-due";
import { allowedProtocols } from "./mirror-mailbox";
import { commitStep, type OperationRun, type RunOutcome } from "./operation-run";
import { isOwnMailbox, stampMailbox } from "./own-mailbox";
import { readEpoch } from "./ownership";
import { startOperation } from "./start-operation";

/** What a DELETE_MAILBOX operation carries. */
export const deletionPlan = z.object({
  /** Not before; until then the deletion can be undone. ISO 8601, UTC. */
  deleteAfter: z.iso.datetime(),
  /** Set once the logins were cut. */
  loginsCut: z.boolean().default(false),
  /** What was allowed before, for undoing. */
  protocolsBefore: z.array(z.string()).default([]),
  /** Why: a deletion by the clean-up is dropped when its cause has gone by the time it comes to the deed. */
  cause: z.enum(["asked", "expired", "inactive"]).default("asked"),
  /** The clean-up's own work waits behind everybody else's. */
  cleanUpRunId: z.uuid().optional(),
  /** Like that of the clean-up: one of many that an admin wished away at once. */
  bulkOperationId: z.uuid().optional(),
  /** For `inactive`: a sign of life after this instant saves the mailbox. */
  inactiveSince: z.iso.datetime().optional(),
});
export type DeletionPlan = z.infer<typeof deletionPlan>;

/** A change in Mailcow. */
export interface Deed<Value> {
  /** Asked at the last moment, and again if it was not the last: null when the deed may be done, else what came of it. */
  readonly check: () => Promise<Value | null>;
  readonly act: () => Promise<Value>;
}

/**
 * Where several deletions are carried out beside each other: their deeds are done one at a time.
 * Rejects with `PutOffError`, and does nothing, when the turn will not come.
 */
export type TakeTurn = <Value>(deed: Deed<Value>) => Promise<Value>;

type DeletionContext = Pick<WorkerContext, "database" | "keyring"> & {
  readonly mailcow: FencedClient;
  readonly takeTurn?: TakeTurn;
};

/**
 * A proof of ownership older than this is made anew right before the deed. Younger ones stand: whoever deletes one
 * after the other makes the next one's proof while the last is being deleted.
 */
const PROOF_VALID_MS = 500;

/**
 * Two phases. First the logins are cut while mail is still accepted; after the grace time the mailbox is deleted,
 * shown to be gone, and its address retired for ever. Each phase proves ownership anew and is safe to repeat.
 *
 * A legacy mailbox is an address only: it is closed here, and Mailcow is not even asked about it. A mailbox of that
 * name in Mailcow, which its domain may have got since, is somebody else's.
 */
export async function carryOutDeletion(context: DeletionContext, run: OperationRun): Promise<RunOutcome> {
  const bar = await findDeletionBar(context);
  if (bar) return bar;
  if (run.mailbox.backend === "LEGACY") return retireRow(run, false);
  if (!run.mailbox.madeAt) return deleteUnfinished(context, run);
  return deleteInTwoPhases(context, run);
}

/**
 * The creation was cut short, and may have made the mailbox all the same. One with our marker is taken for the
 * portal's first and then deleted like any other; one without is somebody else's, and only our row goes.
 */
async function deleteUnfinished(context: DeletionContext, run: OperationRun): Promise<RunOutcome> {
  const lookup = await findMailbox(context.mailcow, run.address);
  if (lookup.state === "torn") return { kind: "needs-admin", reason: "mailbox-broken" };
  if (lookup.state === "absent" || !(await isOwnMailbox(context, run, lookup.mailbox))) {
    return retireRow(run, false);
  }
  const found = { madeAt: new Date(), createdInMailcow: lookup.mailbox.createdAt };
  await stampMailbox(context, run, lookup.mailbox);
  await commitStep(context, run, { mailbox: found });
  return deleteInTwoPhases(context, { ...run, mailbox: { ...run.mailbox, ...found } });
}

async function deleteInTwoPhases(context: DeletionContext, run: OperationRun): Promise<RunOutcome> {
  const plan = deletionPlan.parse(run.operation.change);
  if (!plan.loginsCut) {
    const cut = await cutLogins(context, run);
    if (cut) return cut;
  }
  const restMs = await millisecondsUntil(context, plan.deleteAfter);
  if (restMs > 0) return { kind: "retry", reason: "grace-time", afterMs: restMs };
  return deleteForGood(context, run);
}

/** By the database's clock: two machines may disagree, and this one must not run ahead. */
async function millisecondsUntil(context: DeletionContext, instant: string): Promise<number> {
  const [row] = await context.database.prisma.$queryRaw<{ rest: number }[]>`
    select ceil(extract(epoch from (${instant}::timestamptz - now())) * 1000)::float8 as rest`;
  return row?.rest ?? Number.POSITIVE_INFINITY;
}

/** The protocol switches bind the main password only, so app passwords go as well. */
async function cutLogins(context: DeletionContext, run: OperationRun): Promise<RunOutcome | null> {
  const mailbox = await findOwnInMailcow(context, run);
  if ("kind" in mailbox)
    return mailbox.kind === "needs-admin" && mailbox.reason === "mailbox-gone" ? null : mailbox;
  const plan = await rememberLogins(context, run, mailbox);
  await inTurn(context, { check: async () => null, act: () => refuseLogins(context, run) });
  await commitStep(context, run, {
    operation: { change: { ...plan, loginsCut: true } },
    mailbox: {
      state: "DELETING",
      appPasswordName: null,
      appPasswordSealed: null,
      appPasswordReadyAt: null,
      protocols: [],
    },
  });
  return null;
}

/** A mailbox whose creation was cut short, or ended this moment, may be without what the portal remembers of it. */
async function rememberLogins(
  context: DeletionContext,
  run: OperationRun,
  mailbox: MailcowMailbox,
): Promise<DeletionPlan> {
  const plan = deletionPlan.parse(run.operation.change);
  const allowed = allowedProtocols(mailbox);
  // Without any it may be that an earlier try has cut them: then what that one remembered stands.
  if (plan.protocolsBefore.length > 0 || allowed.length === 0) return plan;
  const remembered = { ...plan, protocolsBefore: allowed };
  await commitStep(context, run, { operation: { change: remembered } });
  return remembered;
}

async function refuseLogins(context: DeletionContext, run: OperationRun): Promise<void> {
  await editMailbox(context.mailcow, run.address, {
    imapAccess: false,
    smtpAccess: false,
    pop3Access: false,
    sieveAccess: false,
  });
  for (const { id } of await listAppPasswords(context.mailcow, run.address)) {
    await deleteAppPassword(context.mailcow, id);
  }
}

async function inTurn<Value>({ takeTurn }: DeletionContext, deed: Deed<Value>): Promise<Value> {
  return takeTurn ? takeTurn(deed) : ((await deed.check()) ?? deed.act());
}

async function deleteForGood(context: DeletionContext, run: OperationRun): Promise<RunOutcome> {
  const early = await findOwnInMailcow(context, run);
  const provenAt = performance.now();
  if ("kind" in early) return closeWithout(run, early);
  const deed = await inTurn<RunOutcome | Deletion>(context, {
    check: async () => {
      const isStale = performance.now() - provenAt > PROOF_VALID_MS;
      const mailbox = isStale ? await findOwnInMailcow(context, run) : early;
      return "kind" in mailbox ? closeWithout(run, mailbox) : findObjection(context, run, mailbox);
    },
    act: () => deleteAndTell(context, run),
  });
  if ("kind" in deed) return deed;
  const after = await findMailbox(context.mailcow, run.address);
  if (after.state !== "absent") return { kind: "retry", reason: "mail-server-unclear" };
  return retireRow(run, deed.mailDataMayRemain);
}

interface Deletion {
  readonly mailDataMayRemain: boolean;
}

/**
 * Gone already, by an earlier try whose answer was lost or by an admin's hand: nothing is left to delete, and nobody
 * knows about the mail on disk. Anything else that is not our mailbox is left alone.
 */
function closeWithout(run: OperationRun, found: RunOutcome): RunOutcome {
  const isGone = found.kind === "needs-admin" && found.reason === "mailbox-gone";
  return isGone ? retireRow(run, true) : found;
}

/** The one place for what may speak against the deed at the last moment, with the proven mailbox at hand. */
async function findObjection(
  context: DeletionContext,
  run: OperationRun,
  mailbox: MailcowMailbox,
): Promise<RunOutcome | null> {
  const plan = deletionPlan.parse(run.operation.change);
  // At once: while they are asked, Mailcow has nothing to do.
  const [isOlder, isDue] = await Promise.all([
    isDatabaseOlder(context, readEpoch(mailbox)),
    isStillDue(context, run, plan, mailbox),
    keepEpochAnchored(context, run.mailbox.id, mailbox),
    context.mailcow.askFence(),
  ]);
  if (isOlder) return { kind: "needs-admin", reason: "database-older" };
  return isDue ? null : keepMailbox(context, run, plan);
}

/** The owner extended the mailbox, or was seen again: the logins come back as they were. */
function keepMailbox(context: DeletionContext, run: OperationRun, plan: DeletionPlan): RunOutcome {
  return {
    kind: "done",
    mailbox: { state: "ACTIVE", reason: null },
    alsoDo: async (transaction) => {
      await startOperation(transaction, context, {
        kind: "UPDATE_MAILBOX",
        mailboxId: run.mailbox.id,
        accountId: run.mailbox.accountId,
        change: { loginsAllowed: plan.protocolsBefore },
      });
    },
  };
}

async function deleteAndTell(context: DeletionContext, run: OperationRun): Promise<Deletion> {
  try {
    return await deleteMailbox(context.mailcow, run.address);
  } catch (error) {
    // Unclear, or gone between the look and the call: the look that follows decides, and nobody knows about the mail
    // on disk.
    if (error instanceof MailcowError && (error.isUnclear || saysUnknownMailbox(error))) {
      return { mailDataMayRemain: true };
    }
    throw error;
  }
}

function saysUnknownMailbox(error: MailcowError): boolean {
  return error.messageKeys.includes("access_denied");
}

function retireRow(run: OperationRun, mailDataMayRemain: boolean): RunOutcome {
  return {
    kind: "done",
    mailbox: {
      state: "DELETED",
      reason: null,
      address: null,
      appPasswordSealed: null,
      appPasswordName: null,
      passwordSealed: null,
      ownerSecretHash: null,
      mailMayRemain: mailDataMayRemain,
    },
    alsoDo: async (transaction) => {
      await retireAddress(transaction, run.mailbox.addressClaimId);
      await recordEvent(
        transaction,
        { kind: "system", name: "worker" },
        {
          action: "mailbox.deleted",
          subjectKind: "mailbox",
          subjectId: run.mailbox.id,
          result: "done",
          detail: { mailDataMayRemain },
        },
      );
    },
  };
}
