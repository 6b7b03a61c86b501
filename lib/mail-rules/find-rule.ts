import type { Actor } from "@/lib/context/actor";
import type { Prisma, Transaction } from "@/lib/database/create-database";
import { ruleReach } from "./policy";
import type { RuleSelector } from "./schema";

export type FoundRule = Prisma.MailRuleGetPayload<{ include: { webhook: true; mailbox: true } }>;

/** The rule if its mailbox is the actor's and not gone; null for any other, which thus cannot be told from none. */
export async function findRuleFor(
  database: Transaction,
  actor: Actor,
  { ruleId, mailboxId }: RuleSelector,
  access: "read" | "write",
): Promise<FoundRule | null> {
  const mailbox = ruledMailbox(actor, access);
  if (mailbox === null) return null;
  return database.mailRule.findFirst({
    where: { id: ruleId, mailbox, ...(mailboxId === undefined ? {} : { mailboxId }) },
    include: { webhook: true, mailbox: true },
  });
}

/** Which mailboxes' rules the actor may use, as a condition; null for none. */
export function ruledMailbox(actor: Actor, access: "read" | "write") {
  const reach = ruleReach(actor, access);
  if (reach === null) return null;
  return {
    state: { not: "DELETED" },
    // A visitor's mailbox has no owner to notify.
    ...(reach === "everybodys" ? { accountId: { not: null } } : reach),
  } as const satisfies Prisma.MailboxWhereInput;
}
