import "server-only";
import type { AccountActor } from "@/lib/context/actor";
import { hastenLook } from "@/lib/messages/hasten-look";
import { watchMailbox } from "@/lib/messages/watch-mailbox";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { answerWithEvents } from "./event-stream";
import { getMessagesContext } from "./messages-context";
import { readSessionId } from "./session-cookie";

const CHANGE = "event: change\ndata: {}\n\n";

/**
 * Server-sent events for an open folder: a `change` whenever mail came or went there, or something of the account
 * changed, such as a message that was sent. A session that has ended ends the stream.
 */
export async function subscribeToInbox(
  actor: AccountActor,
  { mailboxId, folder }: { readonly mailboxId: string; readonly folder: string },
  signal: AbortSignal,
): Promise<Response> {
  const context = await getMessagesContext();
  const sid = await readSessionId();
  const isStillAllowed = async (): Promise<boolean> =>
    sid !== null && (await resolveSession(context, sid, actor.networkAddress)) !== null;
  return answerWithEvents(signal, isStillAllowed, async (stream) => {
    const watching = new Set<string>();
    /** A mailbox that is not made yet cannot be watched: tried again with every change of it. */
    const startWatch = async (watched: string): Promise<void> => {
      if (!stream.isOpen() || watching.has(watched)) return;
      watching.add(watched);
      const onNews = (news: string): void => {
        if (news !== "changed") return;
        stream.send(CHANGE);
        // Whoever listens for mail need not wait for the worker's next look; a look that fails here comes by itself.
        hastenLook(context, mailboxId).catch(() => {});
      };
      const watch = await watchMailbox(context, actor, { mailboxId, folder: watched, onNews });
      if (watch.ok) stream.undoAtEnd(watch.value);
      else watching.delete(watched);
    };
    // Whichever folder is open, how much is unread in the inbox stands beside it.
    const startAll = () => Promise.all(["inbox", folder].map(startWatch));
    const unsubscribe = await context.changes.subscribe((change) => {
      if (change !== null && change.accountId !== actor.accountId) return;
      stream.send(CHANGE);
      startAll().catch(stream.end);
    });
    stream.undoAtEnd(unsubscribe);
    await startAll();
  });
}
