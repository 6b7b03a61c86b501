"use server";

import { redirect } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { textOf } from "@/app/form-answers";
import type { ComposeState, SavedDraft } from "@/components/inbox/compose-state";
import { deleteMessages } from "@/lib/messages/delete-messages";
import { getMessage } from "@/lib/messages/get-message";
import { messageIdSchema } from "@/lib/messages/schema";
import { listSendAddresses } from "@/lib/sending/queries";
import type { NewAttachment, Recipient } from "@/lib/sending/schema";
import { sendMessage } from "@/lib/sending/send-message";
import { leaveInboxNotice } from "@/lib/web/inbox-notice";
import { type OpenInbox, openInbox } from "../open-inbox";
import { keep } from "./begin-compose";
import { collectAttachments } from "./collect-attachments";
import { type ComposeForm, draftOf, originalOf, readComposeForm } from "./read-compose-form";
import { refuseCompose } from "./refuse-compose";
import { writeDraft } from "./write-draft";

/** Long enough to notice a mistake, short enough to be forgotten. */
const HOLD_SECONDS = 10;

/** Send, save or discard: by the button that was pressed. Without JavaScript this is all there is. */
export async function submitCompose(_previous: ComposeState, data: FormData): Promise<ComposeState> {
  const form = readComposeForm(data);
  if (!form) return refuseCompose({ reason: "not-found" }, data, null);
  const inbox = await openInbox(form.mailboxId);
  const intent = textOf(data, "intent");
  if (intent === "discard") return discard(inbox, form);
  const addresses = await listSendAddresses(inbox.context, inbox.actor, form);
  if (!addresses.ok) return refuseCompose(addresses.failure, data, null);
  const from = chooseFrom(addresses.value, form.from);
  const attachments = await collectAttachments(inbox, form);
  if (!attachments.ok) return refuseCompose(attachments.failure, data, null);
  if (intent === "draft") return save(inbox, form, { from, attachments: attachments.value }, data);
  const sent = await sendMessage(inbox.context, inbox.actor, {
    mailboxId: form.mailboxId,
    from: form.from || undefined,
    to: form.to,
    cc: form.cc,
    bcc: form.bcc,
    subject: form.subject,
    text: form.text,
    mode: form.mode,
    original: originalOf(form),
    draftId: draftOf(form),
    holdSeconds: HOLD_SECONDS,
    clientKey: form.clientKey,
    attachments: attachments.value,
  });
  if (sent.ok) redirect(`/inbox/outgoing/${sent.value.id}`);
  // A browser does not fill a file field again, so what was chosen is kept in the draft.
  const saved = form.files.length > 0 ? await keepDraft(inbox, form, from, attachments.value) : null;
  return refuseCompose(sent.failure, data, saved);
}

/** While somebody writes; null when it could not be kept now. */
export async function saveQuietly(data: FormData): Promise<SavedDraft | null> {
  const form = readComposeForm(data);
  if (!form) return null;
  const inbox = await openInbox(form.mailboxId);
  const addresses = await listSendAddresses(inbox.context, inbox.actor, form);
  const attachments = addresses.ok ? await collectAttachments(inbox, form) : null;
  if (!addresses.ok || !attachments?.ok) return null;
  return keepDraft(inbox, form, chooseFrom(addresses.value, form.from), attachments.value);
}

async function save(
  inbox: OpenInbox,
  form: ComposeForm,
  parts: { readonly from: Recipient; readonly attachments: readonly NewAttachment[] },
  data: FormData,
): Promise<ComposeState> {
  const written = await writeDraft(inbox, form, parts);
  if (!written.ok) return refuseCompose(written.failure, data, null);
  const t = await getTranslations("compose");
  const draft = await describeDraft(inbox, form, written.value.messageId);
  return { status: "done", message: t("saved", { time: draft.savedAt }), values: valuesOf(data), draft };
}

async function keepDraft(
  inbox: OpenInbox,
  form: ComposeForm,
  from: Recipient,
  attachments: readonly NewAttachment[],
): Promise<SavedDraft | null> {
  const written = await writeDraft(inbox, form, { from, attachments });
  return written.ok ? describeDraft(inbox, form, written.value.messageId) : null;
}

/** What was a file of the form lies in the draft from now on. */
async function describeDraft(
  { actor, context }: OpenInbox,
  { mailboxId }: ComposeForm,
  draftId: string | null,
): Promise<SavedDraft> {
  const format = await getFormatter();
  const messageId = messageIdSchema.safeParse(draftId);
  const message = messageId.success
    ? await getMessage(context, actor, { mailboxId, folder: "drafts", messageId: messageId.data })
    : null;
  return {
    draftId,
    savedAt: format.dateTime(new Date(), { timeStyle: "short" }),
    kept: message?.ok ? await keep(message.value, "drafts") : [],
  };
}

async function discard({ actor, context }: OpenInbox, form: ComposeForm): Promise<never> {
  const draftId = draftOf(form);
  if (draftId) {
    const input = { mailboxId: form.mailboxId, folder: "drafts", messageIds: [draftId] };
    const deleted = await deleteMessages(context, actor, input);
    if (deleted.ok && deleted.value.folder !== null) {
      await leaveInboxNotice({
        kind: "moved",
        mailboxId: form.mailboxId,
        from: "drafts",
        to: deleted.value.folder,
        isDeletion: true,
        count: 1,
        messageIds: deleted.value.moved.flatMap(({ to }) => (to === null ? [] : [to])),
      });
    } else if (deleted.ok) await leaveInboxNotice({ kind: "draft-discarded", count: 1 });
  }
  redirect("/inbox");
}

function chooseFrom(addresses: readonly Recipient[], wanted: string): Recipient {
  const chosen = addresses.find(({ address }) => address === wanted) ?? addresses[0];
  if (!chosen) throw new Error("a mailbox that may send has an address to send with");
  return chosen;
}

function valuesOf(data: FormData): Record<string, string> {
  const names = ["from", "to", "cc", "bcc", "subject", "text"];
  return Object.fromEntries(names.map((name) => [name, textOf(data, name)]));
}
