import type { Actor } from "@/lib/context/actor";
import type { Transaction } from "@/lib/database/create-database";

export interface AuditEntry {
  /** Dotted, such as `account.register`. */
  readonly action: string;
  readonly subjectKind?:
    | "account"
    | "mailbox"
    | "session"
    | "api-token"
    | "operation"
    | "domain"
    | "webhook"
    | "mail-rule";
  readonly subjectId?: string;
  readonly result: "done" | "refused" | "failed";
  /** Never a secret: this is shown to admins and exported. */
  readonly detail?: Record<string, string | number | boolean | null>;
}

/** Writes who did what, in the transaction that does it: what is recorded happened, what happened is recorded. */
export async function recordEvent(transaction: Transaction, actor: Actor, entry: AuditEntry): Promise<void> {
  await transaction.auditEvent.create({
    data: {
      actorKind: actor.kind === "system" ? `system:${actor.name}` : actor.kind,
      actorAccountId: actor.kind === "account" ? actor.accountId : null,
      networkAddress: actor.kind === "system" ? null : actor.networkAddress,
      action: entry.action,
      subjectKind: entry.subjectKind ?? null,
      subjectId: entry.subjectId ?? null,
      result: entry.result,
      ...(entry.detail ? { detail: entry.detail } : {}),
    },
  });
}
