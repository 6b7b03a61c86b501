"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import { WEBHOOK_URL_FIELDS } from "@/app/webhook-url-fields";
import type { FormState } from "@/components/ui/form-state";
import { deleteWebhook } from "@/lib/notifications/delete-webhook";
import { redeliver } from "@/lib/notifications/redeliver";
import { rotateWebhookSecret } from "@/lib/notifications/rotate-webhook-secret";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import { redeliverInput, saveWebhookInput, webhookEvents, webhookSelector } from "@/lib/notifications/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";

const KEPT = ["url", "isActive", "everybodys", ...webhookEvents.map((event) => `event:${event}`)];

export async function save(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const webhookId = textOf(form, "webhookId") || undefined;
  const input = saveWebhookInput.safeParse({
    ...(webhookId ? { webhookId, isActive: form.has("isActive") } : { everybodys: form.has("everybodys") }),
    url: textOf(form, "url").trim(),
    events: webhookEvents.filter((event) => form.has(`event:${event}`)),
  });
  if (!input.success) return refuseShape(input.error, form, KEPT);
  const saved = await saveWebhook(await getPortalContext(), actor, input.data);
  if (!saved.ok) {
    return refuseForm(saved.failure, form, {
      keep: KEPT,
      fields: WEBHOOK_URL_FIELDS,
    });
  }
  refresh();
  if (saved.value.secret) return tellSecret(saved.value.secret);
  return { status: "done", message: (await getTranslations("form"))("saved") };
}

export async function rotateSecret(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const input = webhookSelector.safeParse({ webhookId: textOf(form, "webhookId") });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const rotated = await rotateWebhookSecret(await getPortalContext(), actor, input.data);
  return rotated.ok ? tellSecret(rotated.value.secret) : refuseForm(rotated.failure, form);
}

export async function resend(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const input = redeliverInput.safeParse({
    webhookId: textOf(form, "webhookId"),
    deliveryId: textOf(form, "deliveryId"),
  });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const queued = await redeliver(await getPortalContext(), actor, input.data);
  if (!queued.ok) return refuseForm(queued.failure, form);
  refresh();
  return { status: "done", message: (await getTranslations("admin.webhooks"))("resent") };
}

export async function remove(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const input = webhookSelector.safeParse({ webhookId: textOf(form, "webhookId") });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const removed = await deleteWebhook(await getPortalContext(), actor, input.data);
  if (!removed.ok) return refuseForm(removed.failure, form);
  redirect("/admin/webhooks");
}

async function tellSecret(secret: string): Promise<FormState> {
  return {
    status: "done",
    message: (await getTranslations("admin.webhooks"))("secretOnce"),
    details: { token: secret },
  };
}
