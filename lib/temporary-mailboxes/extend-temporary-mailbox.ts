import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { getDatabaseNow } from "@/lib/database/database-clock";
import type { Mailbox } from "@/lib/database/models";
import { notifyChange } from "@/lib/database/notifications";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findTemporaryMailboxFor } from "./find-owned";
import { longestLifetimeHours } from "./policy";
import type { ExtendTemporaryMailboxInput } from "./schema";

export type ExtendTemporaryMailboxFailure =
  | { readonly reason: "not-found" | "already-deleting" }
  /** Somebody extended it since it was looked at; nothing was changed. */
  | { readonly reason: "expiry-changed"; readonly expiresAt: Date }
  | { readonly reason: "expiry-too-far"; readonly longestHours: number };

const HOUR_MS = 3_600_000;
/** Less than this is no extension but a press on a button that has nothing left to give. */
const LEAST_GAIN_MS = 60_000;

/**
 * Moves the expiry on: a compare-and-set against what the person saw, so that of two clicks or tabs one counts. An
 * expired mailbox that the clean-up has not begun with is saved by it, counted from now; one being deleted is not.
 * Without `hours`, as much of the usual time is added as the longest lifetime leaves room for.
 */
export async function extendTemporaryMailbox(
  context: Pick<PortalContext, "database" | "settings">,
  actor: Actor,
  input: ExtendTemporaryMailboxInput,
): Promise<Result<{ readonly expiresAt: Date }, ExtendTemporaryMailboxFailure>> {
  const mailbox = await findTemporaryMailboxFor(context, actor, input, "write");
  if (!mailbox) return fail({ reason: "not-found" });
  if (mailbox.state === "DELETING") return fail({ reason: "already-deleting" });
  const longestHours = longestLifetimeHours(actor.kind === "visitor", context.settings);
  return context.database.prisma.$transaction(async (transaction) => {
    const now = (await getDatabaseNow(transaction)).getTime();
    const hours = input.hours ?? context.settings.mailbox.temporaryExpiryHours;
    const from = Math.max(now, input.expectedExpiresAt.getTime());
    const wished = from + hours * HOUR_MS;
    const latest = now + longestHours * HOUR_MS;
    const hasNoRoom = input.hours !== undefined || latest < from + LEAST_GAIN_MS;
    if (wished > latest && hasNoRoom) return fail({ reason: "expiry-too-far", longestHours });
    const expiresAt = new Date(Math.min(wished, latest));
    const { count } = await transaction.mailbox.updateMany({
      where: {
        id: mailbox.id,
        expiresAt: input.expectedExpiresAt,
        state: { notIn: ["DELETING", "DELETED"] },
      },
      data: { expiresAt, expiryWarnedAt: null },
    });
    if (count === 0) return explainUnchanged(transaction, mailbox.id);
    await recordExtension(transaction, actor, mailbox, expiresAt);
    return succeed({ expiresAt });
  });
}

async function explainUnchanged(
  transaction: Transaction,
  mailboxId: string,
): Promise<Result<never, ExtendTemporaryMailboxFailure>> {
  const row = await transaction.mailbox.findUnique({ where: { id: mailboxId } });
  if (!row?.expiresAt || row.state === "DELETED") return fail({ reason: "not-found" });
  if (row.state === "DELETING") return fail({ reason: "already-deleting" });
  return fail({ reason: "expiry-changed", expiresAt: row.expiresAt });
}

async function recordExtension(
  transaction: Transaction,
  actor: Actor,
  mailbox: Mailbox,
  expiresAt: Date,
): Promise<void> {
  await recordEvent(transaction, actor, {
    action: "temporary-mailbox.extend",
    subjectKind: "mailbox",
    subjectId: mailbox.id,
    result: "done",
    detail: { expiresAt: expiresAt.toISOString() },
  });
  await notifyChange(transaction, { kind: "mailbox", id: mailbox.id, accountId: mailbox.accountId });
}
