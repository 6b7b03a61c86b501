"use server";

import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { registerAccount } from "@/lib/accounts/register-account";
import { registerInput } from "@/lib/accounts/schema";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";
import { enterNewAccount } from "../enter-portal";
import { makeChallenge } from "./make-challenge";

/** Long enough for the usual visitor to find the mailbox ready, short enough not to be noticed. */
const WAIT_MS = 1_500;
const KEPT = ["localPart", "domain", "recoveryEmail"];

export async function register(_previous: FormState, form: FormData): Promise<FormState> {
  const visitor = await visitorActor();
  const context = await getPortalContext();
  const input = registerInput.safeParse({
    localPart: textOf(form, "localPart"),
    domain: textOf(form, "domain"),
    password: textOf(form, "password"),
    recoveryEmail: textOf(form, "recoveryEmail"),
    locale: textOf(form, "locale") || undefined,
    captcha: textOf(form, "captcha") || undefined,
  });
  if (!input.success) return refuseShape(input.error, form, KEPT);
  const registered = await registerAccount(context, visitor, input.data);
  if (!registered.ok) {
    const challenge = await makeChallenge(context);
    return refuseForm(registered.failure, form, {
      keep: KEPT,
      fields: {
        "invalid-address": "localPart",
        "reserved-address": "localPart",
        "address-taken": "localPart",
        "weak-password": "password",
      },
      ...(challenge ? { details: { challenge } } : {}),
    });
  }
  await waitForOperation(context, registered.value.operationId, { timeoutMs: WAIT_MS });
  return enterNewAccount(registered.value.accountId, "PERSON");
}
