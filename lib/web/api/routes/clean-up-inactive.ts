import { z } from "zod";
import { requestCleanUp } from "@/lib/clean-up/request-clean-up";
import { DEFAULT_INACTIVE_HOURS } from "@/lib/clean-up/schema";
import { awaitCleanUp } from "../await-clean-up";
import { cleanUpRunJson, toCleanUpRunJson } from "../clean-up-json";
import { defineRoute, reply } from "../define-route";
import { queryFlag } from "../query-flag";

const LONGEST_HOURS = 8_760;

export const cleanUpInactive = defineRoute({
  method: "POST",
  path: "/api/v1/admin/cleanup/inactive",
  tag: "Administration",
  summary: "Begin the deletion of temporary mailboxes nobody uses",
  description:
    "Refused as a whole while the mail server keeps no last logins, and where it is about more mailboxes than a round may delete by itself. Waits up to 1.5 seconds for the round.",
  scope: "admin:write",
  query: z.strictObject({
    hours: z.coerce.number().int().min(1).max(LONGEST_HOURS).default(DEFAULT_INACTIVE_HOURS).meta({
      description: "Without a login or anybody reading",
    }),
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
      kind: "inactive",
      hours: query.hours,
      isDryRun: query.dry_run,
      isApproved: query.approved,
    });
    if (!asked.ok) return asked;
    const run = await awaitCleanUp(context, asked.value.runId);
    return reply(run.finishedAt === null ? 202 : 200, { run: toCleanUpRunJson(run) });
  },
});
