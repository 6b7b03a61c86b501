import { z } from "zod";
import { succeed } from "@/lib/errors/result";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { MAX_LIFETIME_HOURS } from "@/lib/temporary-mailboxes/policy";
import { defineTool } from "../mcp-tool";

/** The password is not told: whatever an agent has read, its provider has, and reading mail here takes none. */
export const createMailbox = defineTool({
  name: "create_mailbox",
  title: "Create a temporary mailbox",
  description:
    "Makes a real mailbox with a random address that expires. It can be used within seconds; wait_for_message and check_mailbox read it. Its password is on the portal's page only.",
  scope: "mailbox:write",
  reach: "account",
  input: z.strictObject({
    domain: z.string().trim().min(1).max(253).optional().describe("The portal's first one unless given"),
    hours: z.number().int().min(1).max(MAX_LIFETIME_HOURS).optional().describe("Until it expires"),
  }),
  annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  run: async ({ context, actor, input }) => {
    const created = await createTemporaryMailbox(context, actor, input);
    if (!created.ok) return created;
    const { address, expiresAt } = created.value;
    const expires = expiresAt.toISOString();
    return succeed({
      text: `${address} is yours until ${expires}. It is being made and takes mail in a few seconds.`,
      data: { address, expires_at: expires },
    });
  },
});
