import type { SystemActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { notifyChange } from "@/lib/database/notifications";
import { succeed } from "@/lib/errors/result";
import type { MailSession } from "@/lib/imap/mail-session";
import { appendSent } from "@/lib/messages/append-sent";
import { findInbox } from "@/lib/messages/find-inbox";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { readFolder } from "@/lib/messages/read-inbox";
import type { MessageId } from "@/lib/messages/schema";
import { readContent, wipeContent } from "./content-chunks";
import { type OutgoingHead, openHead } from "./outgoing-head";
import { FILING_ENDS_AFTER_MS, filingPauseAfter } from "./policy";
import { queueSending } from "./queue-sending";
import type { SendingTry } from "./sending-try";

type FilingContext = MessagesContext & Pick<PortalContext, "logger">;

const SENDER: SystemActor = { kind: "system", name: "sending" };

/**
 * After a message was sent: its copy is put among the sent mail, the message it answers is marked, the draft it was is
 * removed, and what it says is wiped here. Safe to repeat: the copy is looked for by its Message-ID before it is put
 * there. Given up after a day; the message is sent all the same.
 */
export async function fileSent(context: FilingContext, row: SendingTry): Promise<void> {
  if (row.filedAt !== null || row.sentAt === null) return;
  const head = openHead(context, row);
  const content = await readCopy(context, row, head);
  if (!content) return;
  const filed = await appendSent(context, { mailboxId: row.mailboxId, content });
  if (!filed.ok) return fileLater(context, row, row.sentAt, filed.failure.reason);
  await tidyUp(context, row, head);
  await end(context, row, { filedAt: new Date() });
}

/** With the hidden recipients, whom only the writer may see. */
export async function readCopy(
  context: Pick<PortalContext, "database" | "keyring">,
  row: { readonly id: string; readonly chunkCount: number },
  head: Pick<OutgoingHead, "bcc">,
): Promise<Buffer | null> {
  const wiped = (await context.database.prisma.outgoingChunk.count({ where: { outgoingId: row.id } })) === 0;
  if (wiped) return null;
  const chunks: Buffer[] = [];
  if (head.bcc.length > 0) {
    chunks.push(Buffer.from(`Bcc: ${head.bcc.map(({ address }) => address).join(",\r\n ")}\r\n`));
  }
  for await (const chunk of readContent(context, row)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function fileLater(
  context: FilingContext,
  row: SendingTry,
  sentAt: Date,
  reason: string,
): Promise<void> {
  const ageMs = Date.now() - sentAt.getTime();
  context.logger.warn({ action: "file-sent", mailboxId: row.mailboxId, reason }, "sent mail not filed");
  if (ageMs > FILING_ENDS_AFTER_MS) return end(context, row, {});
  const again = new Date(Date.now() + filingPauseAfter(ageMs));
  await context.database.prisma.$transaction((transaction) => queueSending(transaction, row, again));
}

/** Niceties: whoever moved or deleted these messages meanwhile has decided. */
async function tidyUp(context: FilingContext, row: SendingTry, head: OutgoingHead): Promise<void> {
  const { original, draftId, mode } = head;
  if (original && mode !== "new") {
    const flag = mode === "reply" ? "\\Answered" : "$Forwarded";
    await touch(context, row, original.folder, original.messageId, (session, uid) =>
      session.setFlags([uid], { add: [flag] }),
    );
  }
  if (draftId) await touch(context, row, "drafts", draftId, (session, uid) => session.expunge([uid]));
}

async function touch(
  context: FilingContext,
  { mailboxId }: SendingTry,
  folder: string,
  { uidValidity, uid }: MessageId,
  work: (session: MailSession, uid: number) => Promise<void>,
): Promise<void> {
  const inbox = await findInbox(context, SENDER, { mailboxId }, "send");
  if (!inbox.ok) return;
  const done = await readFolder(context, inbox.value, folder, async (session) => {
    if (session.uidValidity === uidValidity) await work(session, uid);
    return succeed(undefined);
  });
  if (done.ok) return;
  const { reason } = done.failure;
  context.logger.warn({ action: "file-sent", mailboxId, reason }, "answered message or draft not touched");
}

async function end(
  { database }: FilingContext,
  { id, mailbox }: SendingTry,
  data: { readonly filedAt?: Date },
): Promise<void> {
  await database.prisma.$transaction(async (transaction: Transaction) => {
    await transaction.outgoingMessage.updateMany({ where: { id, state: "SENT" }, data });
    await wipeContent(transaction, [id]);
    await notifyChange(transaction, { kind: "outgoing", id, accountId: mailbox.accountId });
  });
}
