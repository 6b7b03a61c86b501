import { getFormatter, getTranslations } from "next-intl/server";
import type { ComposeStart } from "@/components/inbox/compose-start";
import type { KeptFileView } from "@/components/inbox/compose-state";
import { formatFileSize } from "@/components/messages/format-file-size";
import { getMessage } from "@/lib/messages/get-message";
import { getMessageSource } from "@/lib/messages/get-message-source";
import { messageWords } from "@/lib/messages/message-words";
import {
  type Correspondent,
  folderKeySchema,
  type MessageView,
  messageIdSchema,
} from "@/lib/messages/schema";
import { readBcc, readDraftHeader } from "@/lib/sending/draft-header";
import { cleanName, formatRecipients } from "@/lib/sending/parse-recipients";
import type { OpenInbox } from "../open-inbox";
import { formatReference } from "./file-reference";
import { answerSubject, forwardBelow, forwardSubject, quoteBelow } from "./quote-text";

const composeModes = ["reply", "reply-all", "forward", "draft"] as const;

const EMPTY: ComposeStart = {
  title: "new",
  mode: "new",
  original: null,
  thread: [],
  draftId: null,
  to: "",
  cc: "",
  bcc: "",
  subject: "",
  text: "",
  kept: [],
};

interface Asked {
  readonly mode: string | undefined;
  readonly folder: string | undefined;
  readonly messageId: string | undefined;
  /** An address from elsewhere, such as one on the Mail page. */
  readonly to: string | undefined;
}

/**
 * What the form opens with: nothing, or a message that is answered, passed on or gone on with. One that cannot be read
 * any more gives an empty form, and null for what was asked.
 */
export async function beginCompose(
  inbox: Pick<OpenInbox, "actor" | "context">,
  mailboxId: string,
  ownAddresses: readonly string[],
  asked: Asked,
): Promise<ComposeStart | null> {
  const mode = composeModes.find((known) => known === asked.mode);
  if (!mode) return { ...EMPTY, to: (asked.to ?? "").slice(0, 1_000) };
  const folder = folderKeySchema.safeParse(mode === "draft" ? "drafts" : asked.folder);
  const messageId = messageIdSchema.safeParse(asked.messageId);
  if (!folder.success || !messageId.success) return null;
  const key = { mailboxId, folder: folder.data, messageId: messageId.data };
  const found = await getMessage(inbox.context, inbox.actor, key);
  if (!found.ok) return null;
  const message = found.value;
  if (mode === "draft") {
    const source = await getMessageSource(inbox.context, inbox.actor, key);
    return goOn(message, source.ok ? source.value.text : "");
  }
  const original = { folder: folder.data, messageId: message.id };
  const thread = [...message.references, ...(message.messageIdHeader ? [message.messageIdHeader] : [])];
  if (mode === "forward") {
    return {
      ...EMPTY,
      ...{ title: mode, mode, original },
      subject: forwardSubject(message.subject),
      text: await forwardText(message),
      kept: await keep(message, folder.data),
    };
  }
  const { to, cc } = findAnswered(message, ownAddresses, mode === "reply-all");
  return {
    ...EMPTY,
    ...{ title: mode, mode: "reply", original, thread },
    to: formatPeople(to),
    cc: formatPeople(cc),
    subject: answerSubject(message.subject),
    text: await answerText(message),
  };
}

async function goOn(message: MessageView, source: string): Promise<ComposeStart> {
  const note = readDraftHeader(source);
  return {
    ...EMPTY,
    title: "draft",
    mode: note?.original ? note.mode : "new",
    original: note?.original ?? null,
    thread: message.references,
    draftId: message.id,
    to: note?.unfinished.to ?? formatPeople(message.to),
    cc: note?.unfinished.cc ?? formatPeople(message.cc),
    bcc: note?.unfinished.bcc ?? readBcc(source),
    subject: message.subject,
    text: messageWords(message).replace(/\n$/, ""),
    kept: await keep(message, "drafts"),
  };
}

/** To whom an answer goes: never back to oneself, except to a message one wrote to oneself. */
function findAnswered(
  message: MessageView,
  ownAddresses: readonly string[],
  isToAll: boolean,
): { readonly to: readonly Correspondent[]; readonly cc: readonly Correspondent[] } {
  const isOwn = ({ address }: Correspondent): boolean =>
    ownAddresses.some((own) => own.toLowerCase() === address.toLowerCase());
  const writer = message.from ? [message.from] : [];
  const isByMe = writer.some(isOwn);
  const answered = message.replyTo.length > 0 ? message.replyTo : writer;
  const main = isByMe && message.to.length > 0 ? message.to : answered;
  if (!isToAll) return { to: main, cc: [] };
  const known = new Set(main.map(({ address }) => address.toLowerCase()));
  const others = [...message.to, ...message.cc].filter(
    (person) => !isOwn(person) && !known.has(person.address.toLowerCase()),
  );
  return { to: main, cc: others };
}

/** What strangers call themselves, as far as the form's own reader takes it; the address always stays. */
function formatPeople(people: readonly Correspondent[]): string {
  return formatRecipients(people.map(({ name, address }) => ({ name: cleanName(name), address })));
}

async function answerText(message: MessageView): Promise<string> {
  const t = await getTranslations("compose");
  const format = await getFormatter();
  const at = message.sentAt ?? message.receivedAt;
  const name = message.from?.name || message.from?.address || "";
  const date = at ? format.dateTime(at, { dateStyle: "long", timeStyle: "short" }) : "";
  return quoteBelow(messageWords(message), t("wrote", { date, name }));
}

async function forwardText(message: MessageView): Promise<string> {
  const t = await getTranslations("compose");
  const format = await getFormatter();
  const at = message.sentAt ?? message.receivedAt;
  const show = ({ name, address }: Correspondent): string => (name ? `${name} <${address}>` : address);
  return forwardBelow(messageWords(message), {
    title: t("forwarded"),
    lines: [
      [t("fwdFrom"), message.from ? show(message.from) : ""],
      [t("fwdDate"), at ? format.dateTime(at, { dateStyle: "long", timeStyle: "short" }) : ""],
      [t("fwdSubject"), message.subject],
      [t("fwdTo"), message.to.map(show).join(", ")],
    ],
  });
}

/** Base64 makes four letters of three bytes. */
const SAVED_SHARE = 3 / 4;

export async function keep(
  message: Pick<MessageView, "id" | "attachments">,
  folder: string,
): Promise<readonly KeptFileView[]> {
  const format = await getFormatter();
  return message.attachments.map(({ partNumber, fileName, encodedBytes }) => ({
    reference: formatReference(folder, message.id, partNumber),
    fileName,
    size: formatFileSize(format, encodedBytes * SAVED_SHARE),
  }));
}
