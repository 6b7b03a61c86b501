"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { refuseForm, textOf } from "@/app/form-answers";
import { type FormState, PRISTINE } from "@/components/ui/form-state";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { countMail } from "@/lib/messages/count-mail";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { deleteTemporaryMailbox } from "@/lib/temporary-mailboxes/delete-temporary-mailbox";
import { extendTemporaryMailbox } from "@/lib/temporary-mailboxes/extend-temporary-mailbox";
import { revealPassword } from "@/lib/temporary-mailboxes/queries";
import {
  createTemporaryMailboxInput,
  deleteTemporaryMailboxInput,
  extendTemporaryMailboxInput,
} from "@/lib/temporary-mailboxes/schema";
import { undoTemporaryDeletion } from "@/lib/temporary-mailboxes/undo-deletion";
import { getMessagesContext } from "@/lib/web/messages-context";
import { findMailboxOwner, findOrMakeMailboxOwner } from "@/lib/web/owner-secret-cookie";
import { getPortalContext } from "@/lib/web/portal-context";
import { makeAddressChallenge } from "./make-address-challenge";
import { readBase } from "./place";

/** A mailbox is usually made within a second: then the page comes back with one that works. */
const WAIT_MS = 1_500;

export async function createAddress(_previous: FormState, form: FormData): Promise<FormState> {
  const { actor, ownerSecret } = await findOrMakeMailboxOwner();
  const context = await getPortalContext();
  const input = createTemporaryMailboxInput.safeParse({
    domain: textOf(form, "domain") || undefined,
    captcha: textOf(form, "captcha") || undefined,
    ownerSecret,
  });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const created = await createTemporaryMailbox(context, actor, input.data);
  const challenge = await makeAddressChallenge(context, actor);
  const fresh = challenge ? { challenge } : {};
  if (!created.ok) {
    return refuseForm(created.failure, form, {
      keep: ["domain"],
      fields: { "unknown-domain": "domain" },
      details: fresh,
    });
  }
  const { mailboxId, address, operationId } = created.value;
  if (operationId) await waitForOperation(context, operationId, { timeoutMs: WAIT_MS });
  refresh();
  const place = `${readBase(form)}/${mailboxId}`;
  return {
    status: "done",
    details: { ...fresh, address, place },
    values: { domain: textOf(form, "domain") },
  };
}

export async function extend(_previous: FormState, form: FormData): Promise<FormState> {
  const { actor, ownerSecret } = await findMailboxOwner();
  const input = extendTemporaryMailboxInput.safeParse({
    mailboxId: textOf(form, "mailboxId"),
    expectedExpiresAt: textOf(form, "expiresAt"),
    ownerSecret,
  });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const extended = await extendTemporaryMailbox(await getPortalContext(), actor, input.data);
  refresh();
  if (!extended.ok) return refuseForm(extended.failure, form);
  return { status: "done", message: (await getTranslations("temporary"))("extended") };
}

export async function remove(_previous: FormState, form: FormData): Promise<FormState> {
  const { actor, ownerSecret } = await findMailboxOwner();
  const input = deleteTemporaryMailboxInput.safeParse({
    mailboxId: textOf(form, "mailboxId"),
    confirmAddress: textOf(form, "confirmAddress") || undefined,
    ownerSecret,
  });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const messages = await getMessagesContext();
  const context = { ...messages, countMail: (mailboxId: string) => countMail(messages, mailboxId) };
  const removed = await deleteTemporaryMailbox(context, actor, input.data);
  if (removed.ok) redirect(readBase(form));
  const refusal = await refuseForm(removed.failure, form, { keep: ["confirmAddress"] });
  if (removed.failure.reason !== "confirmation-needed") return refusal;
  const field = await getTranslations("fieldProblems");
  return { ...refusal, fieldErrors: { confirmAddress: field("confirmAddress") } };
}

export async function undo(_previous: FormState, form: FormData): Promise<FormState> {
  const { actor, ownerSecret } = await findMailboxOwner();
  const id = z.uuid().safeParse(textOf(form, "mailboxId"));
  if (!id.success) return refuseForm({ reason: "not-found" }, form);
  const context = await getPortalContext();
  const undone = await undoTemporaryDeletion(context, actor, { mailboxId: id.data, ownerSecret });
  // The portal reads the mail by the same login that the deletion cut.
  if (undone.ok) await waitForOperation(context, undone.value.operationId, { timeoutMs: WAIT_MS });
  refresh();
  return undone.ok ? PRISTINE : refuseForm(undone.failure, form);
}

export async function showPassword(_previous: FormState, form: FormData): Promise<FormState> {
  const { actor, ownerSecret } = await findMailboxOwner();
  const id = z.uuid().safeParse(textOf(form, "mailboxId"));
  if (!id.success) return refuseForm({ reason: "not-found" }, form);
  const shown = await revealPassword(await getPortalContext(), actor, { mailboxId: id.data, ownerSecret });
  if (!shown.ok) return refuseForm(shown.failure, form);
  return { status: "done", details: { password: shown.value.password } };
}
