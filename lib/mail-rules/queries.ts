import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { findRuleFor, ruledMailbox } from "./find-rule";
import type { RuleSelector, RuleView } from "./schema";
import { viewRule } from "./view-rule";

type NotFound = { readonly reason: "not-found" };

/** All rules of a mailbox, oldest first. */
export async function listRules(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  { mailboxId }: { readonly mailboxId: string },
): Promise<Result<readonly RuleView[], NotFound>> {
  const owned = ruledMailbox(actor, "read");
  if (owned === null) return fail({ reason: "not-found" });
  const mailbox = await database.prisma.mailbox.findFirst({
    where: { id: mailboxId, ...owned },
    include: { rules: { include: { webhook: true }, orderBy: [{ createdAt: "asc" }, { id: "asc" }] } },
  });
  return mailbox ? succeed(mailbox.rules.map(viewRule)) : fail({ reason: "not-found" });
}

export async function getRule(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  selector: RuleSelector,
): Promise<Result<RuleView, NotFound>> {
  const rule = await findRuleFor(database.prisma, actor, selector, "read");
  return rule ? succeed(viewRule(rule)) : fail({ reason: "not-found" });
}
