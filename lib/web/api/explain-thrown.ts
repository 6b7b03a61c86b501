import { isDatabaseAway } from "@/lib/database/is-database-away";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import type { Refusal } from "./describe-problem";

type WorldReason = "mail-server-unavailable" | "portal-unavailable";

/** What an exception means to the caller: the outside world is away and it is worth trying again, or it is our bug. */
export function explainThrown(error: unknown): Refusal<WorldReason | "internal-error"> {
  if (error instanceof MailcowError) return { reason: "mail-server-unavailable" };
  return { reason: isDatabaseAway(error) ? "portal-unavailable" : "internal-error" };
}
