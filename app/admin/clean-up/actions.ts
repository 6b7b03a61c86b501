"use server";

import { redirect } from "next/navigation";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { acceptDatabase } from "@/lib/clean-up/accept-database";
import { requestCleanUp } from "@/lib/clean-up/request-clean-up";
import { requestCleanUpInput } from "@/lib/clean-up/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";

/** The worker holds the key, so a round is asked for here and followed on its own page. */
export async function run(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const hours = textOf(form, "hours");
  const input = requestCleanUpInput.safeParse({
    kind: textOf(form, "kind"),
    isDryRun: form.has("isDryRun"),
    isApproved: form.has("isApproved"),
    ...(hours === "" ? {} : { hours: Number(hours) }),
  });
  if (!input.success) return refuseShape(input.error, form, ["hours"]);
  const requested = await requestCleanUp(await getPortalContext(), actor, input.data);
  if (!requested.ok) return refuseForm(requested.failure, form);
  redirect(`/admin/clean-up/${requested.value.runId}`);
}

export async function accept(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const accepted = await acceptDatabase(await getPortalContext(), actor);
  if (!accepted.ok) return refuseForm(accepted.failure, form);
  // What was asked goes from the page with its form, so the answer stands elsewhere on it.
  redirect("/admin/clean-up?accepted=1");
}
