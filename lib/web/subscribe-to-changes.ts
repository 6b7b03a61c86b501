import "server-only";
import type { AccountActor } from "@/lib/context/actor";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { answerWithEvents } from "./event-stream";
import { getPortalContext } from "./portal-context";
import { readSessionId } from "./session-cookie";

/**
 * Server-sent events for one account: a `change` whenever something of it changed, ids only. A session that has ended
 * ends the stream; whoever watches on has `whileWatched` called now and then.
 */
export async function subscribeToChanges(
  actor: AccountActor,
  signal: AbortSignal,
  whileWatched: () => Promise<void> = async () => {},
): Promise<Response> {
  const context = await getPortalContext();
  const sid = await readSessionId();
  const isStillAllowed = async (): Promise<boolean> => {
    if (sid === null || !(await resolveSession(context, sid, actor.networkAddress))) return false;
    await whileWatched();
    return true;
  };
  return answerWithEvents(signal, isStillAllowed, async (stream) => {
    const unsubscribe = await context.changes.subscribe((change) => {
      if (change === null) stream.send("event: change\ndata: {}\n\n");
      else if (change.accountId === null || change.accountId === actor.accountId) {
        stream.send(`event: change\ndata: ${JSON.stringify({ kind: change.kind, id: change.id })}\n\n`);
      }
    });
    stream.undoAtEnd(unsubscribe);
  });
}
