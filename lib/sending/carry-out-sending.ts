import type { SystemActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { ImapError } from "@/lib/imap/imap-error";
import { findInbox, type Inbox } from "@/lib/messages/find-inbox";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { noteAcceptedPassword, noteRefusedPassword } from "@/lib/messages/refused-password";
import type { MailboxFailure } from "@/lib/messages/schema";
import type { SmtpServer } from "@/lib/smtp/greet-smtp-server";
import { type LoginGuard, SmtpLoginRefused, submitMessage } from "@/lib/smtp/submit-message";
import { announceApproval } from "./announce-approval";
import { readContent } from "./content-chunks";
import { awayServer, type Ending, explainSubmission, refusedLogin } from "./explain-submission";
import { fileSent } from "./file-sent";
import { envelopeOf, openHead } from "./outgoing-head";
import { ABANDONED_AFTER_MS, TRIES_END_AFTER_MS } from "./policy";
import { queueSending } from "./queue-sending";
import { beginTry, recordAbandoned, recordEnding, type SendingTry } from "./sending-try";

export type SendingContext = MessagesContext & Pick<PortalContext, "logger">;

const SENDER: SystemActor = { kind: "system", name: "sending" };
/** Tries of ours before it is said that it will not mend itself. */
const TRIES_WITH_OUR_ERROR = 5;

/**
 * The worker's look at an outgoing message: does the one thing that is next for it. Safe to run twice, at once or later:
 * one write decides who sends, and a message that was being sent when its worker died is never sent again by a machine.
 *
 * @throws only when the database is lost.
 */
export async function carryOutSending(context: SendingContext, outgoingId: string): Promise<void> {
  const row = await context.database.prisma.outgoingMessage.findUnique({
    where: { id: outgoingId },
    include: { mailbox: { select: { accountId: true } } },
  });
  switch (row?.state) {
    case "AWAITING_APPROVAL":
      return announceApproval(context, row);
    case "HELD":
    case "QUEUED":
    case "WAITING":
      return send(context, outgoingId);
    case "SENDING":
      return settle(context, row);
    case "SENT":
      return fileSent(context, row);
    default:
      return;
  }
}

async function send(context: SendingContext, outgoingId: string): Promise<void> {
  const tried = await beginTry(context, outgoingId);
  if (!tried) return;
  const startedAt = Date.now();
  const ending = await tryOnce(context, tried).catch((error: unknown) => ourFault(context, tried, error));
  await recordEnding(context, tried, ending);
  context.logger.info(
    {
      action: "send-message",
      mailboxId: tried.mailboxId,
      attempts: tried.attempts,
      bytes: tried.sizeBytes,
      durationMs: Date.now() - startedAt,
      outcome: ending.kind,
      ...("reason" in ending ? { reason: ending.reason } : {}),
      ...("serverCode" in ending ? { code: ending.serverCode } : {}),
    },
    "sending tried",
  );
}

async function tryOnce(context: SendingContext, tried: SendingTry): Promise<Ending> {
  // Also what keeps a restored backup from sending last week's mail once more.
  if (Date.now() > tried.sendAt.getTime() + TRIES_END_AFTER_MS) {
    return { kind: "failed", reason: "tried-too-long", serverCode: tried.serverCode };
  }
  const inbox = await findInbox(context, SENDER, { mailboxId: tried.mailboxId }, "send");
  if (!inbox.ok) return explainMailbox(inbox.failure);
  const { user, password } = inbox.value.account;
  try {
    const outcome = await submitMessage(
      submissionServer(context),
      {
        user,
        password,
        envelope: envelopeOf(openHead(context, tried)),
        message: readContent(context, tried),
        sizeBytes: tried.sizeBytes,
      },
      guardFor(context, inbox.value),
    );
    if (inbox.value.refusedAt && outcome.kind === "sent") await noteAcceptedPassword(context, inbox.value);
    return explainSubmission(outcome);
  } catch (error) {
    if (!(error instanceof ImapError)) throw error;
    if (error.code !== "login-refused") return awayServer();
    await noteRefusedPassword(context, inbox.value);
    return refusedLogin(error.cause instanceof SmtpLoginRefused ? error.cause.code : null);
  }
}

function explainMailbox({ reason }: MailboxFailure): Ending {
  if (reason === "mailbox-login-refused") return refusedLogin(null);
  return { kind: reason === "not-found" ? "failed" : "later", reason: "mailbox-not-ready", serverCode: null };
}

/** Reading and sending share one password, so what one of them is refused closes the door for both. */
function guardFor({ mailSessions }: SendingContext, { account }: Inbox): LoginGuard {
  return (login) =>
    mailSessions.guardLogin(account, async () => {
      try {
        await login();
      } catch (error) {
        if (!(error instanceof SmtpLoginRefused)) throw error;
        throw new ImapError("login-refused", "the mail server refused the login", { cause: error });
      }
    });
}

function submissionServer({ settings }: Pick<PortalContext, "settings">): SmtpServer {
  return {
    host: settings.mail.smtpHost,
    port: settings.mail.smtpPort,
    verifyTls: settings.mailcow.verifyTls,
    certificateAuthority: settings.mailcow.certificateAuthority,
  };
}

/** Thrown before anything was handed over: a sealing key that was removed, a piece that is missing, a bug. */
function ourFault({ logger }: SendingContext, { mailboxId, attempts }: SendingTry, error: unknown): Ending {
  logger.error({ error, action: "send-message", mailboxId, attempts }, "sending failed in the portal");
  const kind = attempts >= TRIES_WITH_OUR_ERROR ? "failed" : "later";
  return { kind, reason: "portal-error", serverCode: null };
}

/** Its worker died, or still works while this one was woken by mistake: the older a try is, the more it is the former. */
async function settle(context: SendingContext, row: SendingTry): Promise<void> {
  const abandonedAt = (row.startedAt?.getTime() ?? 0) + ABANDONED_AFTER_MS;
  if (Date.now() >= abandonedAt) return recordAbandoned(context, row);
  await context.database.prisma.$transaction((transaction) =>
    queueSending(transaction, row, new Date(abandonedAt)),
  );
}
