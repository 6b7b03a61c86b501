import type { z } from "zod";
import type { mailServerStatus, portalStatus } from "./health-json";

export function judgeMailServer(reachable: boolean | null | undefined): z.infer<typeof mailServerStatus> {
  if (reachable === true) return "ok";
  return reachable === false ? "unreachable" : "unknown";
}

/** With the database at hand: pages and the API work, but without worker or mail server nothing new gets done. */
export function judgePortal(facts: {
  readonly hasWorker: boolean;
  readonly mailServer: z.infer<typeof mailServerStatus>;
}): z.infer<typeof portalStatus> {
  return facts.hasWorker && facts.mailServer !== "unreachable" ? "ok" : "degraded";
}
