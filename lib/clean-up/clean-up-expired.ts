import { type Actor, isAdmin } from "@/lib/context/actor";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { Baseline } from "./baseline";
import { type ClockWatch, processClock } from "./clock-watch";
import { withCleanUpLock } from "./hold-lock";
import { budgetFor, countUnforeseen } from "./policy";
import {
  type CleanUpContext,
  type CleanUpOutcome,
  type DeletionRule,
  runDeletionRound,
} from "./run-deletion-round";
import { type CleanUpExpiredInput, cleanUpExpiredInput } from "./schema";

export type CleanUpFailure = { readonly reason: "not-allowed" | "already-running" };

/**
 * Begins the deletion of every temporary mailbox whose expiry has passed by the database's clock. Those a stored
 * expiry foresaw are without limit; any others stop the round beyond the budget, until an admin approves.
 */
export async function cleanUpExpired(
  context: CleanUpContext,
  actor: Actor,
  input: CleanUpExpiredInput = {},
  clockWatch: ClockWatch = processClock,
): Promise<Result<CleanUpOutcome, CleanUpFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const round = cleanUpExpiredInput.parse(input);
  const outcome = await withCleanUpLock(context.database, round.waitSeconds, () =>
    runDeletionRound(context, actor, clockWatch, round, expiredRule(context)),
  );
  return outcome === null ? fail({ reason: "already-running" }) : succeed(outcome);
}

function expiredRule(context: CleanUpContext): DeletionRule {
  return {
    kind: "EXPIRED",
    find: async (_picture, baseline) => {
      const { prisma } = context.database;
      const now = await getDatabaseNow(prisma);
      const isDue = { purpose: "TEMPORARY", expiresAt: { lte: now } } as const;
      const due = await prisma.mailbox.findMany({
        where: { ...isDue, state: { notIn: ["DELETING", "DELETED"] } },
        orderBy: { expiresAt: "asc" },
        select: { id: true, address: true, accountId: true, protocols: true, createdAt: true },
      });
      const unforeseen = countUnforeseen(due, forecastOf(baseline), now);
      const isTooMany = unforeseen > budgetFor(await countOwned(context));
      return {
        due,
        refusal: isTooMany ? "more-than-allowed" : null,
        terms: { onlyIf: isDue, plan: { cause: "expired" } },
      };
    },
  };
}

function forecastOf(baseline: Baseline | null) {
  return baseline?.forecast ?? null;
}

/** Mailboxes the portal owns, which the budget is a share of. */
export async function countOwned({ database }: Pick<CleanUpContext, "database">): Promise<number> {
  return database.prisma.mailbox.count({ where: { state: { not: "DELETED" }, madeAt: { not: null } } });
}
