import { defineRoute, reply } from "../define-route";
import { deepHealth } from "../health/health-json";
import { readDeepHealth } from "../health/read-deep-health";

export const getHealth = defineRoute({
  method: "GET",
  path: "/api/health",
  tag: "Health",
  summary: "How the portal is, in detail",
  scope: "admin:read",
  output: deepHealth,
  successes: { 200: "What the portal knows" },
  failures: ["not-allowed"],
  handle: async ({ context, actor }) => {
    const health = await readDeepHealth(context, actor);
    return health.ok ? reply(200, health.value) : health;
  },
});
