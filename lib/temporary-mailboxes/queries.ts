import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { deletionPlan } from "@/lib/mailboxes/carry-out-deletion";
import { viewMailbox } from "@/lib/mailboxes/mail-page";
import type { MailboxReason, MailboxStateName } from "@/lib/mailboxes/schema";
import { findTemporaryMailboxFor, ownedBy } from "./find-owned";
import type { TemporaryMailboxSelector } from "./schema";
import { temporaryPasswordPlace } from "./sealed-password";

/** A temporary mailbox as its owner sees it. Never holds the password: {@link revealPassword} gives that. */
export interface TemporaryMailboxView {
  readonly id: string;
  readonly address: string;
  readonly domain: string;
  readonly kind: "managed" | "legacy";
  readonly state: MailboxStateName;
  readonly reason: MailboxReason | null;
  readonly createdAt: Date;
  /** Not deleted before. */
  readonly expiresAt: Date;
  /** By the database's clock. */
  readonly isExpired: boolean;
  /** False for legacy mailboxes, which are read in the portal only. */
  readonly hasPassword: boolean;
  readonly quotaMiB: number;
  readonly usedBytes: number | null;
  readonly messageCount: number | null;
  readonly asOf: Date | null;
}

/** More than anybody looks through; the caps keep people far below it. */
const LONGEST_LIST = 200;

type ReadContext = Pick<PortalContext, "database">;

/** The actor's own, newest first; deleted ones are gone from it. */
export async function listTemporaryMailboxes(
  context: ReadContext,
  actor: Actor,
  input: { readonly ownerSecret?: string | undefined } = {},
): Promise<readonly TemporaryMailboxView[]> {
  const owner = ownedBy(actor, input.ownerSecret, "read");
  if (owner === null) return [];
  const { prisma } = context.database;
  const rows = await prisma.mailbox.findMany({
    where: { ...owner, purpose: "TEMPORARY", state: { not: "DELETED" } },
    orderBy: { id: "desc" },
    take: LONGEST_LIST,
  });
  if (rows.length === 0) return [];
  const now = await getDatabaseNow(prisma);
  return rows.map((row) => viewTemporaryMailbox(row, now));
}

/** Null for one that is not there, deleted, or somebody else's: the three cannot be told apart. */
export async function findTemporaryMailbox(
  context: ReadContext,
  actor: Actor,
  selector: TemporaryMailboxSelector,
): Promise<TemporaryMailboxView | null> {
  const row = await findTemporaryMailboxFor(context, actor, selector, "read");
  return row ? viewTemporaryMailbox(row, await getDatabaseNow(context.database.prisma)) : null;
}

/**
 * When a mailbox that is being deleted goes for good: until then it can be taken back. Null when it cannot, because
 * the worker is at it, it was never finished, or nothing is being deleted.
 */
export async function findUndoableDeletion(
  context: ReadContext,
  actor: Actor,
  selector: TemporaryMailboxSelector,
): Promise<{ readonly deleteAfter: Date } | null> {
  const row = await findTemporaryMailboxFor(context, actor, selector, "read");
  if (!row?.madeAt || row.state !== "DELETING") return null;
  const deletion = await context.database.prisma.operation.findFirst({
    where: {
      mailboxId: row.id,
      kind: "DELETE_MAILBOX",
      state: { in: ["QUEUED", "WAITING", "NEEDS_ADMIN"] },
    },
    select: { change: true },
  });
  return deletion ? { deleteAfter: new Date(deletionPlan.parse(deletion.change).deleteAfter) } : null;
}

/** The generated password, for its owner alone; who asked is recorded. Legacy mailboxes have none. */
export async function revealPassword(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
  selector: TemporaryMailboxSelector,
): Promise<Result<{ readonly password: string }, { readonly reason: "not-found" | "no-password" }>> {
  const row = await findTemporaryMailboxFor(context, actor, selector, "owner");
  if (!row) return fail({ reason: "not-found" });
  if (row.passwordSealed === null) return fail({ reason: "no-password" });
  const password = context.keyring.open(row.passwordSealed, temporaryPasswordPlace(row.id));
  await recordEvent(context.database.prisma, actor, {
    action: "temporary-mailbox.reveal-password",
    subjectKind: "mailbox",
    subjectId: row.id,
    result: "done",
  });
  return succeed({ password });
}

export function viewTemporaryMailbox(row: Mailbox, now: Date): TemporaryMailboxView {
  const { id, address, state, reason, quotaMiB, usedBytes, messageCount, asOf } = viewMailbox(
    row,
    row.createdAt,
    now,
  );
  const expiresAt = row.expiresAt ?? row.createdAt;
  return {
    id,
    address,
    domain: row.domainName,
    kind: row.backend === "LEGACY" ? "legacy" : "managed",
    state,
    reason,
    createdAt: row.createdAt,
    expiresAt,
    isExpired: expiresAt <= now,
    hasPassword: row.passwordSealed !== null,
    quotaMiB,
    usedBytes,
    messageCount,
    asOf,
  };
}
