import type { Mailbox, MailServerState, Operation } from "@/lib/database/models";
import type { MailboxReason, MailboxStateName, OperationKindName, OperationStateName } from "./schema";

export type MailStepName = "account" | "mailbox" | "login" | "webmail";
export type MailStepState = "done" | "busy" | "waiting" | "failed";

export interface MailStep {
  readonly name: MailStepName;
  readonly state: MailStepState;
  readonly at: Date | null;
}

/** What the Mail page shows of a mailbox; every number is as of `asOf`. */
export interface MailboxView {
  readonly id: string;
  readonly address: string;
  readonly displayName: string;
  readonly state: MailboxStateName;
  readonly reason: MailboxReason | null;
  /** MiB; 0 is unlimited. */
  readonly quotaMiB: number;
  readonly usedBytes: number | null;
  readonly usedPercent: number | null;
  readonly messageCount: number | null;
  readonly lastLoginAt: Date | null;
  readonly asOf: Date | null;
  /** Older than 15 minutes: the page says so. */
  readonly isStale: boolean;
  readonly steps: readonly MailStep[];
  readonly protocols: readonly string[];
  readonly forcePasswordUpdate: boolean;
}

export interface OperationView {
  readonly id: string;
  readonly kind: OperationKindName;
  readonly state: OperationStateName;
  readonly reason: MailboxReason | null;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

export interface MailServerView {
  readonly reachable: boolean | null;
  readonly lastAnswerAt: Date | null;
}

const STALE_AFTER_MS = 15 * 60_000;
const BYTES_PER_MIB = 1_048_576;

export function viewMailbox(mailbox: Mailbox, accountCreatedAt: Date, now: Date): MailboxView {
  const usedBytes = mailbox.usedBytes === null ? null : Number(mailbox.usedBytes);
  return {
    id: mailbox.id,
    address: mailbox.address ?? "",
    displayName: mailbox.displayName,
    state: kebab<MailboxStateName>(mailbox.state),
    reason: mailbox.reason as MailboxReason | null,
    quotaMiB: mailbox.quotaMiB,
    usedBytes,
    usedPercent:
      usedBytes === null || mailbox.quotaMiB === 0
        ? null
        : Math.round((usedBytes / (mailbox.quotaMiB * BYTES_PER_MIB)) * 100),
    messageCount: mailbox.messageCount,
    lastLoginAt: mailbox.lastLoginAt,
    asOf: mailbox.seenAt,
    isStale: mailbox.seenAt !== null && now.getTime() - mailbox.seenAt.getTime() > STALE_AFTER_MS,
    steps: viewSteps(mailbox, accountCreatedAt),
    protocols: mailbox.protocols,
    forcePasswordUpdate: mailbox.forcePasswordUpdate,
  };
}

export function viewOperation(operation: Operation): OperationView {
  return {
    id: operation.id,
    kind: kebab<OperationKindName>(operation.kind),
    state: kebab<OperationStateName>(operation.state),
    reason: operation.reason as MailboxReason | null,
    attempts: operation.attempts,
    nextAttemptAt: operation.nextAttemptAt,
    createdAt: operation.createdAt,
    finishedAt: operation.finishedAt,
  };
}

export function viewMailServer(state: MailServerState | null): MailServerView {
  return { reachable: state?.reachable ?? null, lastAnswerAt: state?.lastAnswerAt ?? null };
}

/** The first step that is not done is the one at work, or the one that failed; those behind it wait. */
function viewSteps(mailbox: Mailbox, accountCreatedAt: Date): readonly MailStep[] {
  const instants: readonly (readonly [MailStepName, Date | null])[] = [
    ["account", accountCreatedAt],
    ["mailbox", mailbox.madeAt],
    ["login", mailbox.loginProvenAt],
    ["webmail", mailbox.webmailReadyAt],
  ];
  const current = instants.findIndex(([, at]) => at === null);
  const hasFailed = mailbox.state === "NEEDS_USER" || mailbox.state === "NEEDS_ADMIN";
  return instants.map(([name, at], index) => ({
    name,
    at,
    state: at ? "done" : index > current ? "waiting" : hasFailed ? "failed" : "busy",
  }));
}

function kebab<Name extends string>(value: string): Name {
  return value.toLowerCase().replaceAll("_", "-") as Name;
}
