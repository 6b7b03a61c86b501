import type { WorkerContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { findDomain } from "@/lib/mailcow/domains";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { getPasswordPolicy } from "@/lib/mailcow/password-policy";
import { getVersion } from "@/lib/mailcow/server-status";

type CheckContext = Pick<WorkerContext, "database" | "mailcow" | "webmail">;

export interface MailServerCheck {
  readonly reachable: boolean;
  /** True when it did not answer last time and does now. */
  readonly cameBack: boolean;
  readonly webmailReady: boolean;
}

/**
 * Asks Mailcow how it is, and keeps what pages need of the answer: that it answers, its version, its password
 * rules, whether webmail is there, and the room left in the portal's domains. Never throws for Mailcow's faults.
 */
export async function checkMailServer(context: CheckContext): Promise<MailServerCheck> {
  const before = await context.database.prisma.mailServerState.findUnique({ where: { id: 1 } });
  const mailcow = context.mailcow.withPriority("background");
  try {
    const version = await getVersion(mailcow);
    const passwordPolicy = await getPasswordPolicy(mailcow);
    const webmailReady = await context.webmail.isReady();
    await refreshDomains(context, mailcow);
    const now = new Date();
    await store(context, {
      reachable: true,
      lastAnswerAt: now,
      lastErrorCode: null,
      version,
      passwordPolicy,
      webmailReady,
    });
    return { reachable: true, cameBack: before?.reachable === false, webmailReady };
  } catch (error) {
    if (!(error instanceof MailcowError)) throw error;
    await store(context, { reachable: false, lastErrorCode: errorCodeOf(error), lastErrorAt: new Date() });
    return { reachable: false, cameBack: false, webmailReady: false };
  }
}

/** A breaker that is open says nothing by itself: what opened it does. */
function errorCodeOf(error: MailcowError): string {
  return error.code === "circuit-open" && error.cause instanceof MailcowError ? error.cause.code : error.code;
}

async function store(
  context: Pick<CheckContext, "database">,
  data: Parameters<CheckContext["database"]["prisma"]["mailServerState"]["update"]>[0]["data"] & object,
): Promise<void> {
  await context.database.prisma.$transaction(async (transaction) => {
    const { mailServerState } = transaction;
    await mailServerState.createMany({ data: [{ id: 1 }], skipDuplicates: true });
    const before = await mailServerState.findUniqueOrThrow({ where: { id: 1 } });
    await mailServerState.update({ where: { id: 1 }, data });
    // Every open page says whether the mail server answers.
    if (before.reachable !== data.reachable)
      await notifyChange(transaction, { kind: "mail-server", id: "1", accountId: null });
  });
}

async function refreshDomains(
  context: Pick<CheckContext, "database">,
  mailcow: MailcowClient,
): Promise<void> {
  const { domain } = context.database.prisma;
  const managed = await domain.findMany({ where: { kind: "MANAGED" }, select: { name: true } });
  for (const { name } of managed) {
    const found = await findDomain(mailcow, name);
    await domain.update({
      where: { name },
      data: {
        seenAt: new Date(),
        existsInMailcow: found !== null,
        ...(found
          ? {
              activeInMailcow: found.active,
              maxMailboxes: found.maximumMailboxCount,
              mailboxesLeft: found.mailboxesLeft,
              maxMailboxQuotaMiB: found.maximumMailboxQuotaMiB,
              quotaLeftMiB: Math.max(0, found.domainQuotaMiB - found.allocatedMiB),
            }
          : {}),
      },
    });
  }
}
