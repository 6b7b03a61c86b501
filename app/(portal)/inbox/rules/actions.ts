"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import { WEBHOOK_URL_FIELDS } from "@/app/webhook-url-fields";
import { type FormState, PRISTINE } from "@/components/ui/form-state";
import { type ChangeRuleFailure, changeRule } from "@/lib/mail-rules/change-rule";
import { type CreateRuleFailure, createRule } from "@/lib/mail-rules/create-rule";
import { deleteRule } from "@/lib/mail-rules/delete-rule";
import { changeRuleInput, createRuleInput, ruleSelector } from "@/lib/mail-rules/schema";
import { webhookUrl } from "@/lib/notifications/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

const KEPT = [
  "name",
  "senderContains",
  "subjectContains",
  "needsCode",
  "needsAttachment",
  "action",
  "url",
  "mailsOwner",
];

/** Makes a rule, or changes the one that is named. */
export async function save(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const isWebhook = textOf(form, "action") === "webhook";
  const url = textOf(form, "url").trim();
  if (isWebhook && !webhookUrl.safeParse(url).success) return refuse({ reason: "url-invalid" }, form);
  const mailsOwner = form.has("mailsOwner");
  const ruleId = textOf(form, "ruleId");
  if (ruleId === "") {
    const action = isWebhook ? { kind: "webhook", url } : { kind: "notification", mailsOwner };
    const input = createRuleInput.safeParse({ ...readConditions(form), ...readMailbox(form), action });
    if (!input.success) return refuseShape(input.error, form, KEPT);
    const made = await createRule(await getPortalContext(), actor, input.data);
    if (!made.ok) return refuse(made.failure, form);
    refresh();
    return tell(made.value.secret);
  }
  const change = isWebhook ? { url } : { mailsOwner };
  const input = changeRuleInput.safeParse({
    ...readConditions(form),
    ...readMailbox(form),
    ruleId,
    ...change,
  });
  if (!input.success) return refuseShape(input.error, form, KEPT);
  const changed = await changeRule(await getPortalContext(), actor, input.data);
  if (!changed.ok) return refuse(changed.failure, form);
  redirect(`/inbox/rules?mailbox=${changed.value.mailboxId}`);
}

/** Switches a rule on or off. */
export async function flip(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = changeRuleInput.safeParse({
    ruleId: textOf(form, "ruleId"),
    isActive: textOf(form, "isActive") === "on",
  });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const changed = await changeRule(await getPortalContext(), actor, input.data);
  refresh();
  return changed.ok ? PRISTINE : refuse(changed.failure, form);
}

export async function remove(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = ruleSelector.safeParse({ ruleId: textOf(form, "ruleId") });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const removed = await deleteRule(await getPortalContext(), actor, input.data);
  refresh();
  return removed.ok ? PRISTINE : refuseForm(removed.failure, form);
}

function readMailbox(form: FormData) {
  return { mailboxId: textOf(form, "mailboxId") };
}

function readConditions(form: FormData) {
  return {
    name: textOf(form, "name"),
    senderContains: textOf(form, "senderContains").trim() || null,
    subjectContains: textOf(form, "subjectContains").trim() || null,
    needsCode: form.has("needsCode"),
    needsAttachment: form.has("needsAttachment"),
  };
}

function refuse(failure: CreateRuleFailure | ChangeRuleFailure, form: FormData): Promise<FormState> {
  return refuseForm(failure, form, {
    keep: KEPT,
    fields: WEBHOOK_URL_FIELDS,
  });
}

/** The secret of a webhook is told once, in this answer. */
async function tell(secret: string | null): Promise<FormState> {
  const t = await getTranslations("rules");
  if (secret === null) return { status: "done", message: t("made") };
  return { status: "done", message: t("secretOnce"), details: { token: secret } };
}
