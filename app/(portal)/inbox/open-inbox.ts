import { notFound } from "next/navigation";
import { type InboxPlace, readFolderSegment } from "@/components/inbox/inbox-place";
import type { AccountActor } from "@/lib/context/actor";
import { listOwnMailboxes, type OwnMailbox } from "@/lib/mailboxes/list-own-mailboxes";
import { getMessagesContext } from "@/lib/web/messages-context";
import { requireSession } from "@/lib/web/require-session";

/** What the URL's search part may say; anything else is passed over. */
export interface InboxSearch {
  readonly mailbox?: string | string[];
  readonly q?: string | string[];
  readonly unread?: string | string[];
  readonly before?: string | string[];
  readonly as?: string | string[];
  /** Wait for the mail however long it takes: for browsers without JavaScript, which cannot show it later. */
  readonly wait?: string | string[];
}

export interface OpenInbox {
  readonly actor: AccountActor;
  readonly context: Awaited<ReturnType<typeof getMessagesContext>>;
  readonly mailboxes: readonly OwnMailbox[];
  /** Null for somebody who has none. */
  readonly mailbox: OwnMailbox | null;
}

/** Who is here and whose mail is shown: the mailbox of the URL, or else the oldest one. */
export async function openInbox(named: string | string[] | null | undefined): Promise<OpenInbox> {
  const actor = await requireSession();
  const context = await getMessagesContext();
  const mailboxes = await listOwnMailboxes(context, actor);
  const id = oneOf(named);
  const mailbox = id ? mailboxes.find((own) => own.id === id) : mailboxes[0];
  if (id && !mailbox) notFound();
  return { actor, context, mailboxes, mailbox: mailbox ?? null };
}

const LONGEST_QUERY = 500;

/** What the URL says is shown; "no such page" for a folder that cannot be one. */
export function readPlace(
  segment: string,
  search: InboxSearch,
  { mailbox, mailboxes }: Pick<OpenInbox, "mailbox" | "mailboxes">,
): InboxPlace {
  const folder = readFolderSegment(segment);
  if (folder === null) notFound();
  return {
    mailbox: mailboxes.length > 1 ? (mailbox?.id ?? null) : null,
    folder,
    query: (oneOf(search.q) ?? "").trim().slice(0, LONGEST_QUERY),
    isUnreadOnly: oneOf(search.unread) === "1",
    before: oneOf(search.before) ?? null,
  };
}

/** Of a parameter that came twice the first counts. */
export function oneOf(value: string | string[] | null | undefined): string | undefined {
  return (Array.isArray(value) ? value[0] : value) ?? undefined;
}
