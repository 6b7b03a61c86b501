"use server";

import { getTranslations } from "next-intl/server";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import type { AccountActor } from "@/lib/context/actor";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { proveMailboxLogin } from "@/lib/mailboxes/prove-mailbox-login";
import { type ChangeMailboxPasswordInput, changeMailboxPasswordInput } from "@/lib/mailboxes/schema";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

/** The form shows that it is busy meanwhile; what takes longer goes on without the person. */
const WAIT_MS = 8_000;

type Outcome = "proven" | "refused" | "not-provable" | "waiting" | "stopped";

export async function changePassword(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = changeMailboxPasswordInput.safeParse({
    mailboxId: textOf(form, "mailboxId"),
    newPassword: textOf(form, "newPassword"),
  });
  if (!input.success) return refuseShape(input.error, form);
  const changed = await changeMailboxPassword(await getPortalContext(), actor, input.data);
  if (!changed.ok) return refuseForm(changed.failure, form, { fields: { "weak-password": "newPassword" } });
  const outcome = await proveChange(actor, input.data, changed.value.operationId);
  const t = await getTranslations("mailPassword.outcomes");
  const isGood = outcome === "proven" || outcome === "not-provable";
  return { status: isGood ? "done" : "noted", message: t(outcome), details: { outcome } };
}

/** Waits for the worker, then logs in with the new password: the only moment it is known. */
async function proveChange(
  actor: AccountActor,
  { mailboxId, newPassword }: ChangeMailboxPasswordInput,
  operationId: string,
): Promise<Outcome> {
  const context = await getPortalContext();
  const operation = await waitForOperation(context, operationId, { timeoutMs: WAIT_MS });
  if (operation.state === "queued" || operation.state === "running" || operation.state === "waiting") {
    return "waiting";
  }
  if (operation.state !== "done") return "stopped";
  const proof = await proveMailboxLogin(context, actor, { mailboxId, password: newPassword });
  return proof.ok ? proof.value : "not-provable";
}
