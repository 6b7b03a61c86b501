"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { refuseForm, textOf } from "@/app/form-answers";
import { composeHref } from "@/components/inbox/inbox-place";
import { type FormState, PRISTINE } from "@/components/ui/form-state";
import { cancelSending } from "@/lib/sending/cancel-sending";
import { approveSending, rejectSending } from "@/lib/sending/decide-sending";
import { getOutgoing } from "@/lib/sending/queries";
import { outgoingKeySchema } from "@/lib/sending/schema";
import { sendAgain } from "@/lib/sending/send-again";
import { leaveInboxNotice } from "@/lib/web/inbox-notice";
import { getMessagesContext } from "@/lib/web/messages-context";
import { requireSession } from "@/lib/web/require-session";

/** Back to the form, with the text in it. */
export async function cancel(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const context = await getMessagesContext();
  const key = outgoingKeySchema.safeParse({ outgoingId: textOf(form, "outgoingId") });
  if (!key.success) return refuseForm({ reason: "not-found" }, form);
  const message = await getOutgoing(context, actor, key.data);
  const cancelled = await cancelSending(context, actor, key.data);
  if (!cancelled.ok) return refuse(cancelled.failure.reason);
  refresh();
  const { draftId, isSavedAsDraft } = cancelled.value;
  if (!draftId || !message.ok) return isSavedAsDraft ? PRISTINE : note("notAsDraft");
  await leaveInboxNotice({ kind: "sending-cancelled", count: 1 });
  redirect(composeHref(message.value.mailboxId, { mode: "draft", folder: "drafts", messageId: draftId }));
}

export async function again(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const key = outgoingKeySchema.safeParse({ outgoingId: textOf(form, "outgoingId") });
  if (!key.success) return refuseForm({ reason: "not-found" }, form);
  const queued = await sendAgain(await getMessagesContext(), actor, key.data);
  refresh();
  return queued.ok ? PRISTINE : refuse(queued.failure.reason);
}

export async function decide(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const key = outgoingKeySchema.safeParse({ outgoingId: textOf(form, "outgoingId") });
  if (!key.success) return refuseForm({ reason: "not-found" }, form);
  const isApproved = textOf(form, "decision") === "approve";
  const service = isApproved ? approveSending : rejectSending;
  const decided = await service(await getMessagesContext(), actor, key.data);
  refresh();
  return decided.ok ? PRISTINE : refuse(decided.failure.reason);
}

type Refusal = "not-found" | "not-allowed" | "sending-begun" | "nothing-to-send-again" | "nothing-to-approve";

async function refuse(reason: Refusal): Promise<FormState> {
  const t = await getTranslations("outgoing.refusals");
  refresh();
  return { status: "refused", message: t(reason) };
}

async function note(name: "notAsDraft"): Promise<FormState> {
  const t = await getTranslations("outgoing");
  return { status: "noted", message: t(name) };
}
