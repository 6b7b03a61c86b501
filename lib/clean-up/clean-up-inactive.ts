import { type Actor, isAdmin } from "@/lib/context/actor";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { lastSeenAt, loginsOf } from "@/lib/mailboxes/last-seen";
import { type CleanUpFailure, countOwned } from "./clean-up-expired";
import { type ClockWatch, processClock } from "./clock-watch";
import { withCleanUpLock } from "./hold-lock";
import { budgetFor, judgeLastLogins } from "./policy";
import type { FoundMailbox } from "./read-server-picture";
import {
  type CleanUpContext,
  type CleanUpOutcome,
  type DeletionRule,
  runDeletionRound,
} from "./run-deletion-round";
import { type CleanUpInactiveInput, cleanUpInactiveInput } from "./schema";

const HOUR_MS = 3_600_000;

/**
 * Begins the deletion of temporary mailboxes that nobody has used for so many hours: no login by IMAP, SMTP, POP3 or
 * single sign-on but the portal's own, and nobody reading in the portal. A person's mailbox is never idle enough.
 * More than the budget stops the round until an admin approves.
 */
export async function cleanUpInactive(
  context: CleanUpContext,
  actor: Actor,
  input: CleanUpInactiveInput = {},
  clockWatch: ClockWatch = processClock,
): Promise<Result<CleanUpOutcome, CleanUpFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const { hours, ...round } = cleanUpInactiveInput.parse(input);
  const outcome = await withCleanUpLock(context.database, round.waitSeconds, () =>
    runDeletionRound(context, actor, clockWatch, round, inactiveRule(context, hours)),
  );
  return outcome === null ? fail({ reason: "already-running" }) : succeed(outcome);
}

function inactiveRule(context: CleanUpContext, hours: number): DeletionRule {
  return {
    kind: "INACTIVE",
    find: async (picture) => {
      const now = await getDatabaseNow(context.database.prisma);
      const since = new Date(now.getTime() - hours * HOUR_MS);
      const found = picture.domains.flatMap((domain) => domain.found);
      const due = found.filter((one) => isInactive(one, since)).map(({ row }) => row);
      const loginsKept = judgeLastLogins(found.flatMap(({ mailbox }) => loginsOf(mailbox)));
      const isTooMany = due.length > budgetFor(await countOwned(context));
      return {
        due,
        refusal: due.length > 0 && loginsKept !== null ? loginsKept : isTooMany ? "more-than-allowed" : null,
        terms: {
          onlyIf: { purpose: "TEMPORARY", OR: [{ readAt: null }, { readAt: { lte: since } }] },
          plan: { cause: "inactive", inactiveSince: since.toISOString() },
        },
      };
    },
  };
}

/** Only what is proven ours and told by Mailcow itself can be called idle. */
function isInactive({ row, mailbox, isProven }: FoundMailbox, since: Date): boolean {
  if (!isProven || row.purpose !== "TEMPORARY" || row.state === "DELETING") return false;
  const { loginProvenAt, readAt, createdAt } = row;
  const seenAt = lastSeenAt({
    logins: loginsOf(mailbox),
    portalLogins: [loginProvenAt],
    readAt,
    createdAt,
  });
  return seenAt < since;
}
