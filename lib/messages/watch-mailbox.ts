import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { explainReading } from "./read-inbox";
import type { MailboxKey, MessageFailure } from "./schema";

/**
 * `changed`: list again; also told after each connection, since mail may have come in between. `unreachable`: live
 * news have stopped and will come back by themselves. `login-refused`: they will not; the watch is over.
 */
export type MailboxNews = "changed" | "unreachable" | "login-refused";

/**
 * Tells of arrivals and removals within a second, by the server's own word (IDLE) over the mailbox's one connection,
 * until the answer is called. Whether the actor may still read is the caller's to ask again from time to time.
 */
export async function watchMailbox(
  context: MessagesContext,
  actor: Actor,
  input: MailboxKey & { readonly onNews: (news: MailboxNews) => void },
): Promise<Result<() => void, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  try {
    return succeed(
      context.mailSessions.watch(inbox.value.account, (event) => {
        if (event === "lost") input.onNews("unreachable");
        else input.onNews(event === "refused" ? "login-refused" : "changed");
      }),
    );
  } catch (error) {
    return fail(explainReading(error));
  }
}
