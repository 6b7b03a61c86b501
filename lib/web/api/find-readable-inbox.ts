import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findInboxId } from "@/lib/messages/find-inbox-id";

/** The mailbox behind an address in a path. Somebody else's is the answer for none. */
export async function findReadableInbox(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
  address: string,
): Promise<Result<string, { readonly reason: "not-found" }>> {
  const mailboxId = await findInboxId(context, actor, address);
  return mailboxId === null ? fail({ reason: "not-found" }) : succeed(mailboxId);
}
