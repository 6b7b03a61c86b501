"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import { type FormState, PRISTINE } from "@/components/ui/form-state";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { requestMailbox } from "@/lib/mailboxes/request-mailbox";
import { retryOperation } from "@/lib/mailboxes/retry-operation";
import { requestMailboxInput, updateMailboxInput } from "@/lib/mailboxes/schema";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

/** A short wait, so that what usually is done at once also looks done at once. */
const WAIT_MS = 1_500;

export async function retry(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const context = await getPortalContext();
  const input = z
    .strictObject({ operationId: z.uuid() })
    .safeParse({ operationId: textOf(form, "operationId") });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const retried = await retryOperation(context, actor, input.data);
  if (!retried.ok) return refuseForm(retried.failure, form);
  await waitForOperation(context, input.data.operationId, { timeoutMs: WAIT_MS });
  refresh();
  return PRISTINE;
}

export async function undoDeletion(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = z.strictObject({ mailboxId: z.uuid() }).safeParse({ mailboxId: textOf(form, "mailboxId") });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const undone = await cancelDeletion(await getPortalContext(), actor, input.data);
  if (!undone.ok) return refuseForm(undone.failure, form);
  refresh();
  return PRISTINE;
}

export async function createMailbox(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const context = await getPortalContext();
  const input = requestMailboxInput.safeParse({
    password: textOf(form, "password"),
    localPart: textOf(form, "localPart") || undefined,
  });
  if (!input.success) return refuseShape(input.error, form, ["localPart"]);
  const requested = await requestMailbox(context, actor, input.data);
  if (!requested.ok) {
    return refuseForm(requested.failure, form, {
      keep: ["localPart"],
      fields: {
        "invalid-address": "localPart",
        "reserved-address": "localPart",
        "address-taken": "localPart",
        "weak-password": "password",
      },
    });
  }
  await waitForOperation(context, requested.value.operationId, { timeoutMs: WAIT_MS });
  refresh();
  return PRISTINE;
}

export async function rename(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const context = await getPortalContext();
  const input = updateMailboxInput.safeParse({
    mailboxId: textOf(form, "mailboxId"),
    displayName: textOf(form, "displayName"),
  });
  if (!input.success) return refuseShape(input.error, form, ["displayName"]);
  const updated = await updateMailbox(context, actor, input.data);
  if (!updated.ok) return refuseForm(updated.failure, form, { keep: ["displayName"] });
  const operation = await waitForOperation(context, updated.value.operationId, { timeoutMs: WAIT_MS });
  refresh();
  const t = await getTranslations("mail");
  const values = { displayName: input.data.displayName ?? "" };
  return operation.state === "done"
    ? { status: "done", message: t("renamed"), values }
    : { status: "noted", message: t("renameWaits"), values };
}
