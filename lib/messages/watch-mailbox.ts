import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MailSession } from "@/lib/imap/mail-session";
import type { MailEvent } from "@/lib/imap/mail-sessions";
import { INBOX_KEY } from "./find-folder";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { explainReading, readFolder } from "./read-inbox";
import { noteRefusedPassword } from "./refused-password";
import type { FolderInput, MessageFailure } from "./schema";

/**
 * `changed`: list again; also told after each connection, since mail may have come in between. `unreachable`: live
 * news have stopped and will come back by themselves. `login-refused`: they will not; the watch is over.
 */
export type MailboxNews = "changed" | "unreachable" | "login-refused";

/**
 * Tells of arrivals and removals in the inbox within a second, by the server's own word (IDLE) over the mailbox's one
 * connection, and in another folder within half a minute, until the answer is called. Whether the actor may still read
 * is the caller's to ask again from time to time.
 */
export async function watchMailbox(
  context: MessagesContext,
  actor: Actor,
  input: FolderInput & { readonly onNews: (news: MailboxNews) => void },
): Promise<Result<() => void, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "read");
  if (!inbox.ok) return inbox;
  const onEvent = (event: MailEvent): void => {
    if (event === "lost") input.onNews("unreachable");
    else input.onNews(event === "refused" ? "login-refused" : "changed");
    // Should the database be away, the next look will mark it.
    if (event === "refused") noteRefusedPassword(context, inbox.value).catch(() => {});
  };
  const { folder } = input;
  const isInbox = folder === undefined || folder === INBOX_KEY;
  // The inbox is watched also while the mail server is away.
  const path = isInbox ? null : await readFolder(context, inbox.value, folder, findPath);
  if (path && !path.ok) return path;
  try {
    return succeed(context.mailSessions.watch(inbox.value.account, onEvent, path?.value));
  } catch (error) {
    return fail(explainReading(error));
  }
}

async function findPath(session: MailSession): Promise<Result<string, MessageFailure>> {
  return succeed(session.folder);
}
