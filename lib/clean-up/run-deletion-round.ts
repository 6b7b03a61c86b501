import type { Actor } from "@/lib/context/actor";
import type { WorkerContext } from "@/lib/context/portal-context";
import type { Mailbox } from "@/lib/database/models";
import { anchorEpoch } from "@/lib/mailboxes/anchor-epoch";
import { beginDeletion, type DeletionTerms } from "@/lib/mailboxes/delete-mailbox";
import { takeInMarks } from "@/lib/mailboxes/deletion-gate";
import { GRACE_HOURS } from "@/lib/mailboxes/policy";
import { listDomainsEverUsed } from "@/lib/mailboxes/read-marks";
import { repairMarks } from "@/lib/mailboxes/repair-marks";
import { type Baseline, forecastExpiries, readBaseline, saveBaseline } from "./baseline";
import type { ClockWatch } from "./clock-watch";
import { failureReason } from "./failure-reason";
import { judgeReadings, type RoundFacts } from "./policy";
import { readRoundFacts } from "./read-round-facts";
import { type KnownMailbox, readServerPicture, type ServerPicture } from "./read-server-picture";
import { closeRun, openRun, recordItems, recordOutcome } from "./run-record";
import { approvableReasons, type RefusalReason } from "./schema";

export type CleanUpContext = Pick<WorkerContext, "database" | "keyring" | "mailcow" | "settings" | "logger">;

export type DueMailbox = Pick<Mailbox, "id" | "address" | "accountId" | "protocols" | "createdAt">;

export interface DeletionRule {
  readonly kind: "EXPIRED" | "INACTIVE";
  /** What the rule would delete, and its own reason against doing it. */
  readonly find: (
    picture: ServerPicture,
    baseline: Baseline | null,
  ) => Promise<{
    readonly due: readonly DueMailbox[];
    readonly refusal: RefusalReason | null;
    readonly terms: DeletionTerms;
  }>;
}

export interface RoundInput {
  readonly isDryRun: boolean;
  readonly isApproved: boolean;
  readonly graceHours?: number | undefined;
  readonly runId?: string | undefined;
}

export interface CleanUpOutcome {
  readonly runId: string;
  readonly state: "done" | "refused" | "failed";
  /** A refusal, or why Mailcow could not be read. */
  readonly reason: string | null;
  readonly planned: number;
  /** Deletions recorded for the worker; 0 in a dry run. */
  readonly begun: number;
  /** Addresses of what is planned. */
  readonly addresses: readonly string[];
  /** Mailboxes with our stamp that the database does not know. */
  readonly orphans: readonly string[];
}

const HOUR_MS = 3_600_000;
/** Of a round that begins nothing: enough to see what it is about, and no flood when it is refused every hour. */
const MOST_LISTED_ITEMS = 1_000;

/**
 * One round of a rule that deletes: look at everything, judge, and record a deletion for each mailbox; the worker
 * carries them out later, each with its own proof of ownership. Run twice, the second finds nothing new to begin.
 * Only for whoever holds the clean-up's lock.
 */
export async function runDeletionRound(
  context: CleanUpContext,
  actor: Actor,
  clockWatch: ClockWatch,
  input: RoundInput,
  rule: DeletionRule,
): Promise<CleanUpOutcome> {
  const runId = await openRun(context, actor, { kind: rule.kind, ...input });
  try {
    const outcome = await lookAndBegin(context, actor, clockWatch, input, rule, runId);
    const { state, reason, planned } = outcome;
    await closeRun(context, runId, { state: state === "done" ? "DONE" : "REFUSED", reason, planned });
    context.logger.info(
      { task: `clean-up ${rule.kind}`, outcome: state, reason, count: planned },
      "clean-up",
    );
    return outcome;
  } catch (error) {
    const reason = failureReason(error);
    await closeRun(context, runId, { state: "FAILED", reason: reason ?? "error" });
    if (reason === null) throw error;
    return { ...nothing(runId), state: "failed", reason };
  }
}

async function lookAndBegin(
  context: CleanUpContext,
  actor: Actor,
  clockWatch: ClockWatch,
  input: RoundInput,
  rule: DeletionRule,
  runId: string,
): Promise<CleanUpOutcome> {
  const baseline = await readBaseline(context);
  const picture = await readServerPicture(context, await listDomainsEverUsed(context));
  const hold = await takeInMarks(context, picture.marks);
  await repairMarks(context, picture.marks.damaged);
  const facts = await readRoundFacts(context, clockWatch, picture, baseline, hold);
  const { due, refusal, terms } = await rule.find(picture, baseline);
  const planned = { planned: due.length, addresses: due.flatMap(({ address }) => address ?? []) };
  const seen = { ...nothing(runId), ...planned, orphans: picture.marks.orphans };
  const doubt = judgeReadings(facts);
  const reason =
    [doubt, refusal].find((against) => against !== null && !isLetThrough(against, input)) ?? null;
  if (input.isDryRun || reason !== null) {
    const listed = due.slice(0, MOST_LISTED_ITEMS).map(({ id }) => id);
    await recordItems(context, runId, listed, "would-delete");
    return { ...seen, state: reason === null ? "done" : "refused", reason };
  }
  await anchorEpoch(context, living(picture, due));
  const begun = await beginAll(context, actor, input, due, {
    ...terms,
    plan: { ...terms.plan, cleanUpRunId: runId },
  });
  await saveBaseline(context, await takeBaseline(context, picture, facts));
  return { ...seen, begun };
}

/** What could carry the epoch: first what outlives this round, then what goes with it, which is better than nothing. */
function living(picture: ServerPicture, due: readonly DueMailbox[]): readonly KnownMailbox[] {
  const leaving = new Set(due.map(({ id }) => id));
  const ours = picture.domains
    .flatMap(({ found }) => found)
    .flatMap(({ row, isProven }) => (isProven && row.state !== "DELETING" ? [row] : []));
  const staying = ours.filter(({ id }) => !leaving.has(id));
  return staying.length > 0 ? staying : ours;
}

function isLetThrough(reason: RefusalReason, { isApproved }: RoundInput): boolean {
  return isApproved && approvableReasons.includes(reason);
}

async function beginAll(
  context: CleanUpContext,
  actor: Actor,
  { graceHours = GRACE_HOURS }: RoundInput,
  due: readonly DueMailbox[],
  terms: DeletionTerms & { readonly plan: { readonly cleanUpRunId: string } },
): Promise<number> {
  const runId = terms.plan.cleanUpRunId;
  await recordItems(
    context,
    runId,
    due.map(({ id }) => id),
    "begun",
  );
  let begun = 0;
  for (const mailbox of due) {
    // Never before it is written that it was begun: the job may run at once.
    const deleteAfter = new Date(Date.now() + graceHours * HOUR_MS);
    const operationId = await beginDeletion(context, actor, mailbox, deleteAfter, terms);
    if (operationId !== null) begun += 1;
    else await recordOutcome(context, runId, mailbox.id, "skipped", null);
  }
  return begun;
}

async function takeBaseline(
  context: CleanUpContext,
  picture: ServerPicture,
  facts: RoundFacts,
): Promise<Baseline> {
  const forecast = await forecastExpiries(context);
  return {
    address: facts.mailServer.address,
    serverDomains: facts.mailServer.domains,
    at: forecast.at,
    listed: Object.fromEntries(picture.domains.map(({ name, listed }) => [name, listed])),
    forecast,
  };
}

function nothing(runId: string): CleanUpOutcome {
  return { runId, state: "done", reason: null, planned: 0, begun: 0, addresses: [], orphans: [] };
}
