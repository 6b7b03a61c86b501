import { z } from "zod";
import { requestCleanUp } from "@/lib/clean-up/request-clean-up";
import { awaitCleanUp } from "../await-clean-up";
import { cleanUpRunJson, toCleanUpRunJson } from "../clean-up-json";
import { defineRoute, reply } from "../define-route";
import { queryFlag } from "../query-flag";

export const updateQuota = defineRoute({
  method: "POST",
  path: "/api/v1/admin/quota/update",
  tag: "Administration",
  summary: "Read every mailbox's quota and use from the mail server",
  description: "One call a domain. Waits up to 1.5 seconds for the round.",
  scope: "admin:write",
  query: z.strictObject({
    dry_run: queryFlag.meta({ description: "Reads and compares, and writes nothing" }),
  }),
  output: z.strictObject({ run: cleanUpRunJson }),
  successes: { 200: "The round is over; see `state`", 202: "The worker is at it, or will be" },
  failures: ["not-allowed"],
  handle: async ({ context, actor, query }) => {
    const asked = await requestCleanUp(context, actor, {
      kind: "quota",
      isDryRun: query.dry_run,
    });
    if (!asked.ok) return asked;
    const run = await awaitCleanUp(context, asked.value.runId);
    return reply(run.finishedAt === null ? 202 : 200, { run: toCleanUpRunJson(run) });
  },
});
