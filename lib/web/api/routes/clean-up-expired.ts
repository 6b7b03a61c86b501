import { z } from "zod";
import { requestCleanUp } from "@/lib/clean-up/request-clean-up";
import { awaitCleanUp } from "../await-clean-up";
import { cleanUpRunJson, toCleanUpRunJson } from "../clean-up-json";
import { defineRoute, reply } from "../define-route";
import { queryFlag } from "../query-flag";

export const cleanUpExpired = defineRoute({
  method: "POST",
  path: "/api/v1/admin/cleanup/expired",
  tag: "Administration",
  summary: "Begin the deletion of every expired temporary mailbox",
  description:
    "Logins end; the mail goes after the grace time, one mailbox after the other. Waits up to 1.5 seconds for the round.",
  scope: "admin:write",
  query: z.strictObject({
    dry_run: queryFlag.meta({ description: "Looks and judges, and begins nothing" }),
    approved: queryFlag.meta({
      description: "An admin has looked at what an earlier round refused, and wants it",
    }),
  }),
  output: z.strictObject({ run: cleanUpRunJson }),
  successes: { 200: "The round is over; see `state`", 202: "The worker is at it, or will be" },
  failures: ["not-allowed"],
  handle: async ({ context, actor, query }) => {
    const asked = await requestCleanUp(context, actor, {
      kind: "expired",
      isDryRun: query.dry_run,
      isApproved: query.approved,
    });
    if (!asked.ok) return asked;
    const run = await awaitCleanUp(context, asked.value.runId);
    return reply(run.finishedAt === null ? 202 : 200, { run: toCleanUpRunJson(run) });
  },
});
