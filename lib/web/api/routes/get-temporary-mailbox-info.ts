import { z } from "zod";
import { fail } from "@/lib/errors/result";
import { requestRefresh } from "@/lib/mailboxes/request-refresh";
import { findTemporaryMailbox } from "@/lib/temporary-mailboxes/queries";
import { defineRoute, reply } from "../define-route";
import { temporaryMailboxJson, toTemporaryMailboxJson } from "../temporary-mailbox-json";

export const getTemporaryMailboxInfo = defineRoute({
  method: "GET",
  path: "/api/v1/mailbox/{email}/info",
  tag: "Temporary mailboxes",
  summary: "One temporary mailbox",
  description:
    "Of the token's account; for admins of anybody. Never the password. Numbers older than a minute are asked for again in the background; `as_of` says how old they are.",
  scope: "mailbox:read",
  reach: "mailbox",
  params: z.strictObject({ email: z.string().max(254) }),
  output: z.strictObject({ mailbox: temporaryMailboxJson }),
  successes: { 200: "The mailbox" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const mailbox = await findTemporaryMailbox(context, actor, { address: params.email });
    if (!mailbox) return fail({ reason: "not-found" });
    if (mailbox.kind === "managed") await requestRefresh(context, mailbox.id);
    return reply(200, { mailbox: toTemporaryMailboxJson(mailbox) });
  },
});
