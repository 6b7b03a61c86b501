import { z } from "zod";
import { succeed } from "@/lib/errors/result";
import { viewMailbox } from "@/lib/mailboxes/mail-page";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { listTemporaryMailboxes } from "@/lib/temporary-mailboxes/queries";
import { defineTool } from "../mcp-tool";

export const listMailboxes = defineTool({
  name: "list_mailboxes",
  title: "List mailboxes",
  description: "The account's own mailbox and its temporary ones, with how they are.",
  scope: "mailbox:read",
  reach: "mailbox",
  input: z.strictObject({}),
  annotations: { readOnlyHint: true, openWorldHint: false },
  run: async ({ context, actor }) => {
    const [own, temporary] = await Promise.all([
      findOwnMailbox(context, actor, "read"),
      listTemporaryMailboxes(context, actor),
    ]);
    const view = own ? viewMailbox(own, own.createdAt, new Date()) : null;
    const mailboxes = [
      ...(view ? [{ address: view.address, kind: "own", status: view.state, expires_at: null }] : []),
      ...temporary.map(({ address, state, expiresAt }) => ({
        address,
        kind: "temporary",
        status: state,
        expires_at: expiresAt.toISOString(),
      })),
    ];
    const lines = mailboxes.map(
      ({ address, kind, status, expires_at }) =>
        `${address} (${kind}, ${status}${expires_at === null ? "" : `, until ${expires_at}`})`,
    );
    return succeed({ text: lines.join("\n") || "There are none.", data: { mailboxes } });
  },
});
