import type { SystemActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { isDatabaseAway } from "@/lib/database/is-database-away";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { accountKey, serverKey } from "@/lib/imap/imap-account";
import { ImapError } from "@/lib/imap/imap-error";
import { type MatchedMessage, reportMatches } from "@/lib/mail-rules/report-matches";
import { emitEvent } from "@/lib/notifications/emit-event";
import { type ClaimedWatch, claimDueWatches } from "./claim-watches";
import { findInbox, type Inbox } from "./find-inbox";
import { findNewMail, type NewMail, type WatchedInbox } from "./find-new-mail";
import { matchNewMail, type RulesByUid } from "./match-new-mail";
import type { MessagesContext } from "./messages-context";
import { explainReading, summarise } from "./read-inbox";
import type { MessageFailure } from "./schema";

export type ReportContext = MessagesContext & Pick<PortalContext, "logger">;

export interface MailReport {
  /** Mailboxes whose mail server was asked. */
  readonly looked: number;
  readonly reported: number;
}

/** Of one round; with a round every few seconds this is also how many mailboxes are looked at in that time. */
const MOST_MAILBOXES = 40;
const AT_ONCE = 4;
const LOOK_EVERY_SECONDS = 15;
/** A server that failed so often in a round is left alone until the next. */
const MOST_FAILURES = 2;
const LONGEST_PAUSE_SECONDS = 600;
/** A refused password does not get better by itself, and each try counts towards a ban. */
const REFUSED_PAUSE_SECONDS = 3_600;
const LONGEST_REFUSED_PAUSE_SECONDS = 86_400;
const SECOND_MS = 1_000;
const LOOKER: SystemActor = { kind: "system", name: "new mail" };

/**
 * Tells webhooks and rules of mail that came, once each: the position moves in the transaction that writes the event,
 * and only from where this look began. So a crash repeats a look and not an event, and of two that looked at once one
 * counts. Mailboxes nobody listens to are not looked at.
 */
export async function reportNewMail(context: ReportContext): Promise<MailReport> {
  const watches = await claimDueWatches(context, {
    limit: MOST_MAILBOXES,
    everySeconds: LOOK_EVERY_SECONDS,
  });
  const groups = await groupByAccount(context, watches);
  const failuresOf = new Map<string, number>();
  let looked = 0;
  let reported = 0;
  const lookAtNext = async (): Promise<void> => {
    for (let group = groups.shift(); group; group = groups.shift()) {
      const server = serverKey(group[0].inbox.account);
      if ((failuresOf.get(server) ?? 0) >= MOST_FAILURES) continue;
      looked += group.length;
      const found = await look(context, group);
      if (typeof found === "number") reported += found;
      else if (found.reason === "mail-server-unavailable") {
        failuresOf.set(server, (failuresOf.get(server) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lookAtNext));
  return { looked, reported };
}

type Group = readonly [WatchedInbox, ...WatchedInbox[]];

/** Addresses of a legacy domain share an account: one look serves them all. */
async function groupByAccount(context: ReportContext, watches: readonly ClaimedWatch[]): Promise<Group[]> {
  const groups = new Map<string, [WatchedInbox, ...WatchedInbox[]]>();
  for (const watch of watches) {
    const inbox = await openInbox(context, watch);
    if (!inbox) continue;
    const watched = { watch, inbox };
    const key = accountKey(inbox.account);
    const group = groups.get(key);
    if (group) group.push(watched);
    else groups.set(key, [watched]);
  }
  return [...groups.values()];
}

/** Null where there is nothing to log in to: not made yet, gone since, or sealed with a key this process lacks. */
async function openInbox(context: ReportContext, watch: ClaimedWatch): Promise<Inbox | null> {
  try {
    const inbox = await findInbox(context, LOOKER, watch, "read");
    return inbox.ok ? inbox.value : null;
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    // One mailbox must not keep the others from being looked at.
    context.logger.error({ error, mailboxId: watch.mailboxId }, "new mail not looked for");
    await postpone(context, watch, "mailbox-not-ready");
    return null;
  }
}

/** How many messages were reported, or why none could be looked for. */
async function look(context: ReportContext, group: Group): Promise<number | MessageFailure> {
  const found = await readMail(context, group);
  if (found === null) return 0;
  if (!found.ok) return giveUp(context, group, found.failure);
  let reported = 0;
  for (const [index, watched] of group.entries()) {
    const mail = found.value[index];
    const matched = mail && (await matchNewMail(context, watched, mail));
    if (!matched) continue;
    if (!matched.ok) return giveUp(context, [watched], matched.failure);
    reported += await report(context, watched, mail, matched.value);
  }
  return reported;
}

async function giveUp(
  context: ReportContext,
  group: Group,
  failure: MessageFailure,
): Promise<MessageFailure> {
  const { reason } = failure;
  for (const { watch } of group) await postpone(context, watch, reason);
  context.logger.warn({ mailboxId: group[0].inbox.mailboxId, reason }, "new mail not looked for");
  return failure;
}

/** Null when this process is stopping: that says nothing about the mail server. */
async function readMail(
  context: ReportContext,
  group: Group,
): Promise<Result<readonly NewMail[], MessageFailure> | null> {
  try {
    const { account } = group[0].inbox;
    return succeed(
      await context.mailSessions.use(account, (session) => findNewMail(context, session, group)),
    );
  } catch (error) {
    if (error instanceof ImapError && error.code === "closed") return null;
    return fail(explainReading(error));
  }
}

async function report(
  context: ReportContext,
  { watch, inbox }: WatchedInbox,
  mail: NewMail,
  rulesByUid: RulesByUid,
): Promise<number> {
  const { uidValidity } = mail;
  return context.database.prisma.$transaction(async (transaction) => {
    if (!(await movePosition(transaction, watch, mail))) return 0;
    const row = await transaction.mailbox.findUniqueOrThrow({ where: { id: watch.mailboxId } });
    const mailbox = { ...row, address: inbox.address };
    const matched: MatchedMessage[] = [];
    for (const read of mail.messages) {
      const summary = summarise(uidValidity, read);
      const { id, from, subject, sizeBytes } = summary;
      const receivedAt = summary.receivedAt ?? watch.claimedAt;
      const message = { id, from, subject, receivedAt, sizeBytes };
      const heardBy = latest(watch.position?.lookedAt ?? null, receivedAt);
      await emitEvent(transaction, { type: "message.received", mailbox, message, heardBy });
      const { uid } = read.fetched;
      matched.push({ ruleIds: rulesByUid.get(uid) ?? [], uidValidity, uid, message, heardBy });
    }
    await reportMatches(context, transaction, mailbox, matched);
    return mail.messages.length;
  });
}

/** Who began to listen before the last look hears of all that came since; others by the time, in whole seconds. */
function latest(lookedAt: Date | null, receivedAt: Date): Date {
  const endOfSecond = Math.floor(receivedAt.getTime() / SECOND_MS) * SECOND_MS + SECOND_MS - 1;
  return new Date(Math.max(lookedAt?.getTime() ?? 0, endOfSecond));
}

/** False when somebody else has reported meanwhile, or the mailbox is no longer there. */
async function movePosition(
  transaction: Transaction,
  { mailboxId, position, mailSince, claimedAt }: ClaimedWatch,
  { uidValidity, lastUid, hasMore }: NewMail,
): Promise<boolean> {
  const { count } = await transaction.mailboxWatch.updateMany({
    where: {
      mailboxId,
      uidValidity: position ? BigInt(position.uidValidity) : null,
      lastUid: position ? BigInt(position.lastUid) : null,
      mailbox: { state: "ACTIVE", address: { not: null } },
    },
    data: {
      uidValidity: BigInt(uidValidity),
      lastUid: BigInt(lastUid),
      failures: 0,
      // Until all of it is reported, those who began to listen meanwhile go by the time it came.
      lookedAt: hasMore ? (position?.lookedAt ?? mailSince) : claimedAt,
      ...(hasMore ? { nextLookAt: claimedAt } : {}),
    },
  });
  return count > 0;
}

async function postpone(
  { database }: ReportContext,
  { mailboxId, failures, claimedAt }: ClaimedWatch,
  reason: MessageFailure["reason"],
): Promise<void> {
  const isRefused = reason === "mailbox-login-refused";
  const pause = (isRefused ? REFUSED_PAUSE_SECONDS : LOOK_EVERY_SECONDS) * 2 ** Math.min(failures, 16);
  const longest = isRefused ? LONGEST_REFUSED_PAUSE_SECONDS : LONGEST_PAUSE_SECONDS;
  await database.prisma.mailboxWatch.updateMany({
    where: { mailboxId },
    data: {
      failures: { increment: 1 },
      nextLookAt: new Date(claimedAt.getTime() + Math.min(pause, longest) * SECOND_MS),
    },
  });
}
