"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { approveSending, rejectSending } from "@/lib/sending/decide-sending";
import { decideSchema } from "@/lib/sending/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";

const DECISIONS = ["approve", "reject"] as const;

/** The link is the right to decide, once; nobody needs to be signed in. */
export async function decideByLink(_previous: FormState, form: FormData): Promise<FormState> {
  const t = await getTranslations("outgoing");
  const input = decideSchema.safeParse({ token: textOf(form, "token") });
  const decision = DECISIONS.find((known) => known === textOf(form, "decision"));
  if (!input.success || !decision) return { status: "refused", message: t("refusals.nothing-to-approve") };
  const isApproved = decision === "approve";
  const decide = isApproved ? approveSending : rejectSending;
  const decided = await decide(await getPortalContext(), await visitorActor(), input.data);
  refresh();
  if (!decided.ok) return { status: "refused", message: t(`refusals.${decided.failure.reason}`) };
  return { status: "done", message: t(isApproved ? "linkApproved" : "linkRejected") };
}
