import { type Actor, hasScope } from "@/lib/context/actor";
import { heldMailboxes } from "@/lib/context/mailbox-reach";

/** Of one mailbox: each is compared with every message that comes. */
export const MOST_RULES = 20;

/**
 * Whose mailboxes' rules the actor may see or change; null is nobody's. A rule tells of mail, so to make one takes a
 * token that may read it. Other people's are no part of an admin's rights; the system is whoever runs the machine.
 */
export type RuleReach = "everybodys" | ReturnType<typeof heldMailboxes> | null;

export function ruleReach(actor: Actor, access: "read" | "write"): RuleReach {
  if (actor.kind === "system") return "everybodys";
  if (actor.kind !== "account") return null;
  const mayUse =
    access === "read"
      ? hasScope(actor, "mailbox:read")
      : hasScope(actor, "mailbox:write") && hasScope(actor, "mail:read");
  return mayUse ? heldMailboxes(actor) : null;
}
