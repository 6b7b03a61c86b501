"use server";

import { redirect } from "next/navigation";
import { refuseForm, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { startBulkOperation } from "@/lib/mailboxes/start-bulk-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { formParams, readOrder } from "./read-selection";

/** Writes down what is to be done; the page that follows shows how it goes. */
export async function start(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const started = await startBulkOperation(await getPortalContext(), actor, {
    ...readOrder(formParams(form)),
    fingerprint: textOf(form, "fingerprint"),
    confirmation: textOf(form, "confirmation"),
    isAtOnce: form.has("atOnce"),
  });
  if (started.ok) redirect(`/admin/mailboxes/bulk/${started.value.bulkOperationId}`);
  return refuseForm(started.failure, form, {
    keep: ["confirmation", "atOnce"],
    fields: { "confirmation-differs": "confirmation", "count-differs": "confirmation" },
  });
}
