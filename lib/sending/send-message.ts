import { createHash, randomUUID } from "node:crypto";
import { recordEvent } from "@/lib/audit/record-event";
import { type AccountActor, type Actor, hasScope } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { notifyChange } from "@/lib/database/notifications";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { htmlToText } from "@/lib/messages/html-to-text";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { safeFileName } from "@/lib/messages/safe-file-name";
import { type CheckedMessage, checkMessage } from "./check-message";
import { composeMessage, type Thread } from "./compose-message";
import { type StoredContent, storeContent, wipeContent } from "./content-chunks";
import { findSender, type Sender } from "./find-sender";
import { findThread } from "./find-thread";
import { sealHead } from "./outgoing-head";
import { MAILBOX_LIMIT, MAX_MESSAGE_BYTES, MAX_RECIPIENTS_AN_HOUR, TOKEN_LIMIT } from "./policy";
import { queueSending } from "./queue-sending";
import type { OutgoingBody, OutgoingView, SendFailure, SendMessageInput } from "./schema";
import { viewOutgoing } from "./view-outgoing";

const HOUR_MS = 3_600_000;

export type SendMessageContext = MessagesContext & Pick<PortalContext, "rateLimits">;

/**
 * Takes a message for sending: composed, sealed and queued before this answers, so that nothing is lost from here on.
 * It is sent when its hold has passed; one from a token without `mail:send-unattended` waits for its owner's approval.
 * With a `clientKey` a repeated request answers with the message of the first and sends nothing; without one every
 * request is a message.
 */
export async function sendMessage(
  context: SendMessageContext,
  actor: Actor,
  input: SendMessageInput,
): Promise<Result<OutgoingView, SendFailure>> {
  if (actor.kind !== "account") return fail({ reason: "not-found" });
  const sender = await findSender(context, actor, input);
  if (!sender.ok) return sender;
  const checked = checkMessage(sender.value, input);
  if (!checked.ok) return checked;
  const earlier = await findEarlier(context, input);
  if (earlier) return earlier;
  const thread = await findAnswered(context, sender.value, input);
  if (!thread.ok) return thread;
  const admitted = await admit(context, actor, input.mailboxId, countRecipients(checked.value));
  if (!admitted.ok) return admitted;
  const request = { actor, input, sender: sender.value, checked: checked.value, thread: thread.value };
  return record(context, request);
}

interface CheckedRequest {
  readonly actor: AccountActor;
  readonly input: SendMessageInput;
  readonly sender: Sender;
  readonly checked: CheckedMessage;
  readonly thread: Thread | null;
}

/** What was asked for with this key before; null for something new. */
async function findEarlier(
  context: SendMessageContext,
  input: SendMessageInput,
): Promise<Result<OutgoingView, SendFailure> | null> {
  const { mailboxId, clientKey } = input;
  if (clientKey === undefined) return null;
  const row = await context.database.prisma.outgoingMessage.findUnique({
    where: { mailboxId_clientKey: { mailboxId, clientKey } },
  });
  if (!row) return null;
  const isSame = context.keyring.hmacs("outgoing-request", describeRequest(input)).includes(row.requestHash);
  return isSame ? succeed(viewOutgoing(context, row)) : fail({ reason: "client-key-reused" });
}

async function findAnswered(
  context: SendMessageContext,
  sender: Sender,
  { mode, original }: SendMessageInput,
): Promise<Result<Thread | null, SendFailure>> {
  return mode === "reply" && original ? findThread(context, sender.inbox, original) : succeed(null);
}

/** Counted before the work, so that many requests at once cannot all pass. */
async function admit(
  context: SendMessageContext,
  actor: AccountActor,
  mailboxId: string,
  recipients: number,
): Promise<Result<void, SendFailure>> {
  if (actor.tokenId !== undefined) {
    const token = await context.rateLimits.consume(TOKEN_LIMIT, actor.tokenId);
    if (!token.ok) return token;
  }
  const mailbox = await context.rateLimits.consume(MAILBOX_LIMIT, mailboxId);
  if (!mailbox.ok) return mailbox;
  const lately = await context.database.prisma.outgoingMessage.aggregate({
    where: { mailboxId, createdAt: { gt: new Date(Date.now() - HOUR_MS) } },
    _sum: { recipientCount: true },
    _min: { createdAt: true },
  });
  if ((lately._sum.recipientCount ?? 0) + recipients <= MAX_RECIPIENTS_AN_HOUR) return succeed(undefined);
  const firstAt = lately._min.createdAt?.getTime() ?? Date.now();
  const retryAfterSeconds = Math.max(1, Math.ceil((firstAt + HOUR_MS - Date.now()) / 1_000));
  return fail({ reason: "rate-limited", retryAfterSeconds });
}

function countRecipients({ to, cc, bcc }: CheckedMessage): number {
  return to.length + cc.length + bcc.length;
}

async function record(
  context: SendMessageContext,
  request: CheckedRequest,
): Promise<Result<OutgoingView, SendFailure>> {
  const { input, checked } = request;
  const outgoingId = randomUUID();
  const domain = checked.from.address.slice(checked.from.address.lastIndexOf("@") + 1);
  const messageIdHeader = `<${randomUUID()}@${domain}>`;
  const now = await getDatabaseNow(context.database.prisma);
  const sendAt = new Date(now.getTime() + input.holdSeconds * 1_000);
  const body = bodyOf(input);
  const message = composeMessage({
    head: checked,
    messageIdHeader,
    date: sendAt,
    text: body.text,
    html: body.html,
    attachments: input.attachments ?? [],
    thread: request.thread,
  });
  const stored = await storeContent(context, outgoingId, { body, message }, MAX_MESSAGE_BYTES);
  if (!stored) return fail({ reason: "too-large-to-send", mostBytes: MAX_MESSAGE_BYTES });
  try {
    return succeed(await insert(context, request, { id: outgoingId, messageIdHeader, sendAt, stored }));
  } catch (error) {
    await wipeContent(context.database.prisma, [outgoingId]);
    // Two requests with one key at once: the other has won.
    const earlier = isUniqueViolation(error) ? await findEarlier(context, input) : null;
    if (!earlier) throw error;
    return earlier;
  }
}

interface NewRow {
  readonly id: string;
  readonly messageIdHeader: string;
  readonly sendAt: Date;
  readonly stored: StoredContent;
}

async function insert(
  context: SendMessageContext,
  { actor, input, sender, checked }: CheckedRequest,
  { id, messageIdHeader, sendAt, stored }: NewRow,
): Promise<OutgoingView> {
  const { mode, mailboxId } = input;
  const needsApproval = actor.scopes !== null && !hasScope(actor, "mail:send-unattended");
  const state = input.holdSeconds > 0 ? "HELD" : "QUEUED";
  const recipientCount = countRecipients(checked);
  return context.database.prisma.$transaction(async (transaction) => {
    const row = await transaction.outgoingMessage.create({
      data: {
        id,
        mailboxId,
        tokenId: actor.tokenId ?? null,
        state: needsApproval ? "AWAITING_APPROVAL" : state,
        messageIdHeader,
        headSealed: sealHead(context, id, {
          from: checked.from,
          to: [...checked.to],
          cc: [...checked.cc],
          bcc: [...checked.bcc],
          subject: checked.subject,
          mode,
          original: input.original ?? null,
          draftId: input.draftId ?? null,
        }),
        recipientCount,
        ...stored,
        clientKey: input.clientKey ?? null,
        requestHash: context.keyring.hmac("outgoing-request", describeRequest(input)),
        sendAt,
      },
    });
    // For one that awaits approval this tells its owner.
    await queueSending(transaction, row, needsApproval ? undefined : sendAt);
    await recordEvent(transaction, actor, {
      action: "mail.send",
      subjectKind: "mailbox",
      subjectId: mailboxId,
      result: "done",
      detail: { recipients: recipientCount, needsApproval, byProgram: actor.scopes !== null },
    });
    await notifyChange(transaction, { kind: "outgoing", id, accountId: sender.accountId });
    return viewOutgoing(context, row);
  });
}

function bodyOf(input: SendMessageInput): OutgoingBody {
  const html = input.html ?? null;
  return {
    // Not everybody reads HTML.
    text: input.text === "" && html !== null ? htmlToText(html).trim() : input.text,
    html,
    attachments: (input.attachments ?? []).map(({ fileName, mimeType, content }) => ({
      fileName: safeFileName(fileName, mimeType),
      sizeBytes: content.length,
    })),
  };
}

/** Everything that makes it another message; how long it is held does not. */
function describeRequest(input: SendMessageInput): string {
  const { from = null, to, cc, bcc, subject, text, html = null, mode, original = null } = input;
  const files = (input.attachments ?? []).map(({ fileName, mimeType, content }) => [
    fileName,
    mimeType,
    createHash("sha256").update(content).digest("base64url"),
  ]);
  return JSON.stringify([from, to, cc, bcc, subject, text, html, mode, original, files]);
}
