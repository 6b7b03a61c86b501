import { fail, type Result, succeed } from "@/lib/errors/result";
import { listActiveRules } from "@/lib/mail-rules/list-active-rules";
import { asksInside, fitsHead, fitsInside } from "@/lib/mail-rules/match-rule";
import type { NewMail, WatchedInbox } from "./find-new-mail";
import { inspectMessage, isClosed } from "./inspect-message";
import type { MessagesContext } from "./messages-context";
import { summarise } from "./read-inbox";
import type { MessageFailure } from "./schema";

/** Ids of rules by the number of the message they fit. */
export type RulesByUid = ReadonlyMap<number, readonly string[]>;

type MatchContext = Pick<MessagesContext, "database" | "mailSessions" | "mailParser">;

/** After so many failed looks a message that cannot be read no longer holds up the others: it has no code and no file. */
const MOST_FAILURES = 3;

/**
 * Which rules of the mailbox each message fits. The rules are read after the mail was found: whoever made one before a
 * message came is not passed over. Messages are read only where a rule asks for what is in them, and stay unread.
 * Null when this process is stopping.
 */
export async function matchNewMail(
  context: MatchContext,
  watched: WatchedInbox,
  mail: NewMail,
): Promise<Result<RulesByUid, MessageFailure> | null> {
  try {
    return await match(context, watched, mail);
  } catch (error) {
    if (isClosed(error)) return null;
    throw error;
  }
}

async function match(
  context: MatchContext,
  { watch, inbox }: WatchedInbox,
  { uidValidity, messages }: NewMail,
): Promise<Result<RulesByUid, MessageFailure>> {
  const matched = new Map<number, readonly string[]>();
  if (messages.length === 0) return succeed(matched);
  const rules = await listActiveRules(context, watch.mailboxId);
  if (rules.length === 0) return succeed(matched);
  for (const read of messages) {
    const { uid } = read.fetched;
    const { from, subject } = summarise(uidValidity, read);
    const fitting = rules.filter((rule) => fitsHead(rule, { from, subject }));
    const asking = fitting.filter(asksInside);
    const isAsked = asking.length > 0;
    const inside = isAsked ? await inspectMessage(context, inbox, { uidValidity, uid }, subject) : null;
    if (inside && !inside.ok && watch.failures < MOST_FAILURES) return fail(inside.failure);
    matched.set(
      uid,
      fitting
        .filter((rule) => !asksInside(rule) || (inside?.ok && fitsInside(rule, inside.value)))
        .map(({ id }) => id),
    );
  }
  return succeed(matched);
}
