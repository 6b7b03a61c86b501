import { recordEvent } from "@/lib/audit/record-event";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findRuleFor } from "./find-rule";
import type { RuleSelector } from "./schema";

/** Ends a rule. What its webhook still had to tell is not sent any more; notifications stay until they are old. */
export async function deleteRule(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  selector: RuleSelector,
): Promise<Result<void, { readonly reason: "not-found" }>> {
  return database.prisma.$transaction(async (transaction) => {
    const rule = await findRuleFor(transaction, actor, selector, "write");
    if (!rule) return fail({ reason: "not-found" });
    const { id: ruleId } = rule;
    await transaction.mailRule.deleteMany({ where: { id: ruleId } });
    await recordEvent(transaction, actor, {
      action: "mail-rule.delete",
      subjectKind: "mail-rule",
      subjectId: ruleId,
      result: "done",
    });
    return succeed(undefined);
  });
}
