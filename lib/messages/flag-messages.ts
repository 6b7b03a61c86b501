import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MailFlag } from "@/lib/imap/mail-session";
import { findInbox } from "./find-inbox";
import type { MessagesContext } from "./messages-context";
import { findOwn, readFolder } from "./read-inbox";
import type { FlagMessagesInput, MessageFailure } from "./schema";

/** Marks as seen or flagged, or takes the mark away; what is not named stays. Safe to repeat. */
export async function flagMessages(
  context: MessagesContext,
  actor: Actor,
  input: FlagMessagesInput,
): Promise<Result<void, MessageFailure>> {
  const inbox = await findInbox(context, actor, input, "write");
  if (!inbox.ok) return inbox;
  const { seen, flagged } = input;
  return readFolder(context, inbox.value, input.folder, async (session) => {
    const own = await findOwn(context, inbox.value, session, input.messageIds);
    if (own.length === 0) return fail({ reason: "message-gone" });
    await session.setFlags(
      own.map(({ uid }) => uid),
      { add: namesOf(seen === true, flagged === true), remove: namesOf(seen === false, flagged === false) },
    );
    return succeed(undefined);
  });
}

function namesOf(isSeen: boolean, isFlagged: boolean): readonly MailFlag[] {
  return [...(isSeen ? (["\\Seen"] as const) : []), ...(isFlagged ? (["\\Flagged"] as const) : [])];
}
