import { z } from "zod";
import { listRules as listRulesService } from "@/lib/mail-rules/queries";
import { defineRoute, reply } from "../define-route";
import { findReadableInbox } from "../find-readable-inbox";
import { email } from "../message-fields";
import { ruleJson, toRuleJson } from "../rule-json";

export const listRules = defineRoute({
  method: "GET",
  path: "/api/v1/mailboxes/{email}/rules",
  tag: "Rules",
  summary: "What a mailbox is watched for",
  scope: "mailbox:read",
  params: z.strictObject({ email }),
  output: z.strictObject({ rules: z.array(ruleJson) }),
  successes: { 200: "All of them, oldest first" },
  failures: ["not-found"],
  handle: async ({ context, actor, params }) => {
    const mailboxId = await findReadableInbox(context, actor, params.email);
    if (!mailboxId.ok) return mailboxId;
    const listed = await listRulesService(context, actor, { mailboxId: mailboxId.value });
    return listed.ok ? reply(200, { rules: listed.value.map(toRuleJson) }) : listed;
  },
});
