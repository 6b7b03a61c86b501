import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { getMailPage } from "@/lib/mailboxes/queries";
import { requestRefresh } from "@/lib/mailboxes/request-refresh";
import { defineRoute, reply } from "../define-route";
import { mailboxJson, toMailboxJson } from "../mailbox-json";

export const getMailboxInfo = defineRoute({
  method: "GET",
  path: "/api/v1/mailbox/info",
  tag: "Mailbox",
  summary: "The mailbox of the token's account",
  description:
    "From the portal's own records, so it answers while the mail server is away. Numbers older than a minute are asked for again in the background; `as_of` says how old they are.",
  scope: "mailbox:read",
  reach: "mailbox",
  output: z.strictObject({ mailbox: mailboxJson }),
  successes: { 200: "The mailbox" },
  failures: ["no-mailbox"],
  handle: async ({ context, actor }) => {
    const { mailbox } = await getMailPage(context, actor);
    if (!mailbox) return fail({ reason: "no-mailbox" });
    await requestRefresh(context, mailbox.id);
    return reply(200, { mailbox: toMailboxJson(mailbox, context.settings.mail) });
  },
});
