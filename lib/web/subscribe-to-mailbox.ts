import "server-only";
import type { Change } from "@/lib/database/notifications";
import { hastenLook } from "@/lib/messages/hasten-look";
import { watchMailbox } from "@/lib/messages/watch-mailbox";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { findTemporaryMailbox } from "@/lib/temporary-mailboxes/queries";
import { answerWithEvents } from "./event-stream";
import { getMessagesContext } from "./messages-context";
import type { MailboxOwner } from "./owner-secret-cookie";
import { readSessionId } from "./session-cookie";

const CHANGE = "event: change\ndata: {}\n\n";

/**
 * Server-sent events for one temporary mailbox: a `change` whenever mail came or went, or the mailbox itself is not
 * as it was. Null for whoever may not see it; a right that has ended ends the stream.
 */
export async function subscribeToMailbox(
  owner: MailboxOwner,
  mailboxId: string,
  signal: AbortSignal,
): Promise<Response | null> {
  const context = await getMessagesContext();
  const sid = await readSessionId();
  const key = { mailboxId, ownerSecret: owner.ownerSecret };
  const isStillAllowed = async (): Promise<boolean> => {
    if (owner.actor.kind === "account") {
      if (!sid || !(await resolveSession(context, sid, owner.actor.networkAddress))) return false;
    }
    return (await findTemporaryMailbox(context, owner.actor, key)) !== null;
  };
  if (!(await isStillAllowed())) return null;
  return answerWithEvents(signal, isStillAllowed, async (stream) => {
    let isWatching = false;
    /** A mailbox that is not made yet cannot be watched: tried again with every change of it. */
    const startWatch = async (): Promise<void> => {
      if (!stream.isOpen() || isWatching) return;
      isWatching = true;
      const onNews = (news: string): void => {
        if (news !== "changed") return;
        stream.send(CHANGE);
        // Whoever listens for mail need not wait for the worker's next look; a look that fails here comes by itself.
        hastenLook(context, mailboxId).catch(() => {});
      };
      const watched = await watchMailbox(context, owner.actor, { ...key, onNews });
      isWatching = watched.ok;
      if (watched.ok) stream.undoAtEnd(watched.value);
    };
    const unsubscribe = await context.changes.subscribe((change) => {
      if (change !== null && !concerns(change, owner, mailboxId)) return;
      stream.send(CHANGE);
      startWatch().catch(stream.end);
    });
    stream.undoAtEnd(unsubscribe);
    await startWatch();
  });
}

/** The list of addresses beside it changes with any of the account's mailboxes; a visitor hears of this one alone. */
function concerns(change: Change, { actor }: MailboxOwner, mailboxId: string): boolean {
  if (change.mailboxId === mailboxId) return true;
  if (change.kind === "mailbox" && change.id === mailboxId) return true;
  return actor.kind === "account" && change.accountId === actor.accountId;
}
