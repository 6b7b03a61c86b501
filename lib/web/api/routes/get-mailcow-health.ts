import { defineRoute, reply } from "../define-route";
import { deepHealth } from "../health/health-json";
import { readDeepHealth } from "../health/read-deep-health";

export const getMailcowHealth = defineRoute({
  method: "GET",
  path: "/api/v1/admin/health/mailcow",
  tag: "Administration",
  summary: "How the mail server is, as the worker last saw it",
  description:
    "From the portal's own records, so it answers while the mail server is away; the worker asks once a minute, and every few seconds while there is no answer.",
  scope: "admin:read",
  output: deepHealth.pick({ mail_server: true, worker: true, domains: true, operations: true }),
  successes: { 200: "What the portal knows" },
  failures: ["not-allowed"],
  handle: async ({ context, actor }) => {
    const health = await readDeepHealth(context, actor);
    if (!health.ok) return health;
    const { mail_server, worker, domains, operations } = health.value;
    return reply(200, { mail_server, worker, domains, operations });
  },
});
