"use server";

import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { refuseForm } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { type FoundMailbox, findMailboxesById } from "@/lib/mailboxes/search-mailboxes";
import { extendTemporaryMailbox } from "@/lib/temporary-mailboxes/extend-temporary-mailbox";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { readIds, selectedHref } from "./read-ids";

/** What each mailbox answers; the page that follows shows how the work in Mailcow goes. */
export async function deleteSelected(_previous: FormState, form: FormData): Promise<FormState> {
  const isAtOnce = form.has("atOnce");
  return forEach(form, "delete", isAtOnce, (context, actor, mailbox) =>
    deleteMailbox(context, actor, {
      mailboxId: mailbox.id,
      confirmAddress: mailbox.address ?? "",
      ...(isAtOnce ? { graceHours: 0 } : {}),
    }),
  );
}

export async function extendSelected(_previous: FormState, form: FormData): Promise<FormState> {
  return forEach(form, "extend", false, async (context, actor, mailbox) =>
    mailbox.expiresAt
      ? extendTemporaryMailbox(context, actor, {
          mailboxId: mailbox.id,
          expectedExpiresAt: mailbox.expiresAt,
        })
      : ({ ok: false, failure: { reason: "not-found" } } as const),
  );
}

type Answer =
  | { readonly ok: true }
  | { readonly ok: false; readonly failure: Parameters<typeof describeFailure>[0] };

async function forEach(
  form: FormData,
  act: "delete" | "extend",
  isAtOnce: boolean,
  handle: (context: PortalContext, actor: AccountActor, mailbox: FoundMailbox) => Promise<Answer>,
): Promise<FormState> {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const ids = readIds(form.getAll("id"));
  const found = await findMailboxesById(context, actor, ids);
  if (!found.ok) return refuseForm(found.failure, form);
  const refusals: string[] = [];
  for (const mailbox of found.value) {
    const answer = await handle(context, actor, mailbox);
    if (!answer.ok)
      refusals.push(`${mailbox.address ?? mailbox.id}: ${await describeFailure(answer.failure)}`);
  }
  if (refusals.length === 0) redirect(selectedHref(act, ids, { isBegun: true, isAtOnce }));
  const t = await getTranslations("admin.selected");
  const done = found.value.length - refusals.length;
  return {
    status: "noted",
    message: `${t("partly", { count: done, total: found.value.length })} ${refusals.join(" ")}`,
  };
}
