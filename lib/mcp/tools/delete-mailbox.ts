import { z } from "zod";
import { fail, succeed } from "@/lib/errors/result";
import { deleteMailbox as deleteOwnMailbox } from "@/lib/mailboxes/delete-mailbox";
import { findOwnMailbox } from "@/lib/mailboxes/queries";
import { deleteTemporaryMailbox } from "@/lib/temporary-mailboxes/delete-temporary-mailbox";
import { findTemporaryMailbox } from "@/lib/temporary-mailboxes/queries";
import { defineTool, type ToolCall } from "../mcp-tool";
import { address } from "../tool-fields";

export const deleteMailbox = defineTool({
  name: "delete_mailbox",
  title: "Delete a mailbox",
  description:
    "Cuts a mailbox's logins at once and deletes its mail after a grace time, within which its owner can undo it in the portal. Asks the person first; where that is not possible, ask them yourself, and call again with `confirm` set to the address.",
  scope: "mailbox:write",
  reach: "mailbox",
  input: z.strictObject({
    address,
    confirm: z.string().max(254).optional().describe("The address again, once the person has agreed"),
  }),
  annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
  run: async (call) => {
    const wanted = call.input.address.toLowerCase();
    const mailbox = await find(call, wanted);
    if (!mailbox) return fail({ reason: "not-found" });
    const asked = await call.askPerson(`Delete the mailbox ${wanted} with all of its mail?`);
    const isConfirmed =
      asked === "cannot-ask" ? call.input.confirm?.toLowerCase() === wanted : asked === "yes";
    if (!isConfirmed) {
      const advice =
        asked === "no"
          ? "The person said no: do not try again."
          : `Ask the person whether ${wanted} may go with all of its mail, and only then call again with confirm set to that address.`;
      return fail({ reason: "confirmation-needed", advice });
    }
    const { context, actor } = call;
    const input = { mailboxId: mailbox.id, confirmAddress: wanted };
    const begun = mailbox.isTemporary
      ? await deleteTemporaryMailbox(context, actor, input)
      : await deleteOwnMailbox(context, actor, input);
    if (!begun.ok) return begun;
    const deleteAfter = begun.value.deleteAfter.toISOString();
    return succeed({
      text: `${wanted} is being deleted; its mail goes after ${deleteAfter}, and until then its owner can undo it.`,
      data: { address: wanted, delete_after: deleteAfter },
    });
  },
});

async function find({ context, actor }: ToolCall<unknown>, wanted: string) {
  const own = await findOwnMailbox(context, actor, "write");
  if (own?.address === wanted) return { id: own.id, isTemporary: false };
  // Without an admin's rights over everybody's: an agent acts for its own account.
  const temporary = await findTemporaryMailbox(context, { ...actor, role: "PERSON" }, { address: wanted });
  return temporary ? { id: temporary.id, isTemporary: true } : null;
}
