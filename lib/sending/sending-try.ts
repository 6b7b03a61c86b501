import { setTimeout as wait } from "node:timers/promises";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma } from "@/lib/database/create-database";
import { isDatabaseAway } from "@/lib/database/is-database-away";
import type { OutgoingMessage } from "@/lib/database/models";
import { notifyChange } from "@/lib/database/notifications";
import type { Ending } from "./explain-submission";
import { sealRefused } from "./outgoing-head";
import { pauseAfter, TRIES_END_AFTER_MS } from "./policy";
import { queueSending } from "./queue-sending";

type TryContext = Pick<PortalContext, "database" | "keyring">;

/** One try at sending; its fence tells it from every other. */
export type SendingTry = OutgoingMessage & { readonly mailbox: { readonly accountId: string | null } };

const accountOf = { mailbox: { select: { accountId: true } } } as const;

/** The one write that decides between sending and cancelling, and between two workers. Null when somebody else won. */
export async function beginTry({ database }: TryContext, outgoingId: string): Promise<SendingTry | null> {
  const { count } = await database.prisma.outgoingMessage.updateMany({
    where: { id: outgoingId, state: { in: ["HELD", "QUEUED", "WAITING"] } },
    data: {
      state: "SENDING",
      fence: { increment: 1 },
      attempts: { increment: 1 },
      startedAt: new Date(),
      nextAttemptAt: null,
    },
  });
  if (count === 0) return null;
  const begun = await database.prisma.outgoingMessage.findUnique({
    where: { id: outgoingId },
    include: accountOf,
  });
  if (begun) await database.prisma.$transaction((transaction) => tell(transaction, begun));
  return begun;
}

/** How long a database that restarts may take: what the mail server said is known here alone until it is written. */
const PATIENCE_MS = 60_000;
const PATIENCE_PAUSE_MS = 1_000;

/**
 * Writes how the try ended, and what comes next. A database that is away meanwhile is waited for: without this write a
 * message that was sent would count as one that may have been. A try that was taken for dead still tells the truth, as
 * long as nobody has begun another.
 */
export async function recordEnding(context: TryContext, tried: SendingTry, ending: Ending): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await writeEnding(context, tried, ending);
    } catch (error) {
      if (!isDatabaseAway(error) || Date.now() > deadline) throw error;
      await wait(PATIENCE_PAUSE_MS);
    }
  }
}

async function writeEnding(context: TryContext, tried: SendingTry, ending: Ending): Promise<void> {
  const { id, fence } = tried;
  const data = nextState(context, tried, ending);
  await context.database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.outgoingMessage.updateMany({
      where: { id, fence, state: { in: ["SENDING", "MAYBE_SENT"] } },
      data,
    });
    if (count === 0) return;
    // Of one that was sent the copy is filed next.
    if (data.state === "SENT") await queueSending(transaction, tried);
    if (data.state === "WAITING") await queueSending(transaction, tried, data.nextAttemptAt ?? undefined);
    await tell(transaction, tried);
  });
}

/** The try's worker died: nobody knows how far it came. */
export async function recordAbandoned({ database }: TryContext, tried: SendingTry): Promise<void> {
  const { id, fence } = tried;
  await database.prisma.$transaction(async (transaction) => {
    const { count } = await transaction.outgoingMessage.updateMany({
      where: { id, fence, state: "SENDING" },
      data: { state: "MAYBE_SENT", reason: "worker-died", serverCode: null, finishedAt: new Date() },
    });
    if (count > 0) await tell(transaction, tried);
  });
}

interface NextState extends Prisma.OutgoingMessageUpdateManyMutationInput {
  readonly state: OutgoingMessage["state"];
  readonly nextAttemptAt?: Date | null;
}

function nextState(context: TryContext, tried: SendingTry, ending: Ending): NextState {
  const now = new Date();
  switch (ending.kind) {
    case "sent": {
      const refusedSealed =
        ending.refused.length === 0 ? null : sealRefused(context, tried.id, ending.refused);
      return { state: "SENT", reason: null, serverCode: null, refusedSealed, sentAt: now, finishedAt: now };
    }
    case "maybe-sent":
      return { state: "MAYBE_SENT", reason: ending.reason, serverCode: null, finishedAt: now };
    case "failed":
      return { state: "FAILED", reason: ending.reason, serverCode: ending.serverCode, finishedAt: now };
    case "later": {
      const { reason, serverCode } = ending;
      const nextAttemptAt = new Date(now.getTime() + (ending.afterMs ?? pauseAfter(tried.attempts)));
      return nextAttemptAt.getTime() > tried.sendAt.getTime() + TRIES_END_AFTER_MS
        ? { state: "FAILED", reason: "tried-too-long", serverCode, finishedAt: now }
        : { state: "WAITING", reason, serverCode, nextAttemptAt };
    }
  }
}

function tell(transaction: Parameters<typeof notifyChange>[0], { id, mailbox }: SendingTry): Promise<void> {
  return notifyChange(transaction, { kind: "outgoing", id, accountId: mailbox.accountId });
}
