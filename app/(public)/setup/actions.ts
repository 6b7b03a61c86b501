"use server";

import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { claimSetupLinkInput } from "@/lib/accounts/schema";
import { claimSetupLink } from "@/lib/accounts/setup-link";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";
import { enterNewAccount } from "../enter-portal";

export async function claim(_previous: FormState, form: FormData): Promise<FormState> {
  const visitor = await visitorActor();
  const input = claimSetupLinkInput.safeParse({
    token: textOf(form, "token"),
    address: textOf(form, "address"),
    password: textOf(form, "password"),
    createMailbox: form.has("createMailbox"),
  });
  if (!input.success) return refuseShape(input.error, form, ["address"]);
  const claimed = await claimSetupLink(await getPortalContext(), visitor, input.data);
  if (!claimed.ok) {
    return refuseForm(claimed.failure, form, {
      keep: ["address"],
      fields: {
        "invalid-address": "address",
        "address-taken": "address",
        "unknown-domain": "address",
        "weak-password": "password",
      },
    });
  }
  return enterNewAccount(claimed.value.accountId, "ADMIN");
}
