import type { Actor } from "@/lib/context/actor";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findInbox, type Inbox } from "@/lib/messages/find-inbox";
import type { MessagesContext } from "@/lib/messages/messages-context";
import type { MailboxFailure } from "@/lib/messages/schema";
import { cleanName } from "./parse-recipients";
import type { Recipient } from "./schema";

/** A mailbox that its owner may send with. */
export interface Sender {
  readonly inbox: Inbox;
  readonly accountId: string | null;
  /** The mailbox itself first, then the aliases it may send as. */
  readonly addresses: readonly Recipient[];
}

type SenderContext = Pick<MessagesContext, "database" | "keyring" | "settings">;
export type SenderFailure = MailboxFailure | { readonly reason: "cannot-send" };

/**
 * For its owner alone, with `mail:send`. Visitors' addresses only receive, or the portal would be a way to send mail
 * without a name; so do those on legacy domains, whose account is everybody's.
 */
export async function findSender(
  context: SenderContext,
  actor: Actor,
  { mailboxId }: { readonly mailboxId: string },
): Promise<Result<Sender, SenderFailure>> {
  if (actor.kind !== "account") return fail({ reason: "not-found" });
  const inbox = await findInbox(context, actor, { mailboxId }, "send");
  if (!inbox.ok) return inbox;
  if (inbox.value.sharedUser !== null) return fail({ reason: "cannot-send" });
  const { accountId, displayName, sendAliases } = await context.database.prisma.mailbox.findUniqueOrThrow({
    where: { id: mailboxId },
    select: { accountId: true, displayName: true, sendAliases: true },
  });
  const name = cleanName(displayName);
  const addresses = [inbox.value.address, ...sendAliases].map((address) => ({ name, address }));
  return succeed({ inbox: inbox.value, accountId, addresses });
}
