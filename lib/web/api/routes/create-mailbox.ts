import { z } from "zod";
import { getMailPage } from "@/lib/mailboxes/queries";
import { requestMailbox } from "@/lib/mailboxes/request-mailbox";
import { requestMailboxInput } from "@/lib/mailboxes/schema";
import { awaitOperation } from "../await-operation";
import { defineRoute, reply } from "../define-route";
import { mailboxJson, toMailboxJson } from "../mailbox-json";
import { operationJson } from "../operation-json";

const { password, localPart } = requestMailboxInput.shape;

export const createMailbox = defineRoute({
  method: "POST",
  path: "/api/v1/mailbox/create",
  tag: "Mailbox",
  summary: "Make the mailbox of the token's account",
  description:
    "For an account that has none, or whose mailbox could not be made. Waits up to 1.5 seconds; the work goes on after that, also while the mail server is away.",
  scope: "mailbox:write",
  body: z.strictObject({
    password: password.meta({ description: "For mail programs and webmail" }),
    local_part: localPart.meta({
      description:
        "Another name than the account's, where that one is taken; the account signs in with it then",
    }),
  }),
  output: z.strictObject({ mailbox: mailboxJson, operation: operationJson }),
  successes: { 201: "The mailbox is active", 202: "The mailbox is being made; see `operation`" },
  failures: [
    "not-allowed",
    "mailbox-exists",
    "unknown-domain",
    "domain-full",
    "day-cap-reached",
    "person-cap-reached",
    "invalid-address",
    "reserved-address",
    "address-taken",
    "weak-password",
    "busy",
    "rate-limited",
  ],
  failureFields: { "weak-password": "password" },
  handle: async ({ context, actor, body }) => {
    const requested = await requestMailbox(context, actor, {
      password: body.password,
      localPart: body.local_part,
    });
    if (!requested.ok) return requested;
    const { operation, isDone, headers } = await awaitOperation(context, requested.value.operationId);
    const { mailbox } = await getMailPage(context, actor);
    if (!mailbox) throw new Error("a mailbox asked for a moment ago is gone");
    return reply(
      isDone ? 201 : 202,
      { mailbox: toMailboxJson(mailbox, context.settings.mail), operation },
      headers,
    );
  },
});
