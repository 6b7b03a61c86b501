"use server";

import { redirect } from "next/navigation";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { deleteMailboxInput } from "@/lib/mailboxes/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

export async function removeMailbox(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = deleteMailboxInput.safeParse({
    mailboxId: textOf(form, "mailboxId"),
    confirmAddress: textOf(form, "confirmAddress"),
  });
  if (!input.success) return refuseShape(input.error, form, ["confirmAddress"]);
  const deleted = await deleteMailbox(await getPortalContext(), actor, input.data);
  if (!deleted.ok) {
    return refuseForm(deleted.failure, form, {
      keep: ["confirmAddress"],
      fields: { "confirmation-differs": "confirmAddress" },
    });
  }
  redirect("/mail");
}
