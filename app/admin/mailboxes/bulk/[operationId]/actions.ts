"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { refuseForm, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { cancelBulkOperation } from "@/lib/mailboxes/cancel-bulk-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";

export async function cancel(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireAdmin();
  const id = z.uuid().safeParse(textOf(form, "bulkOperationId"));
  if (!id.success) return refuseForm({ reason: "not-found" }, form);
  const cancelled = await cancelBulkOperation(await getPortalContext(), actor, { bulkOperationId: id.data });
  if (!cancelled.ok) return refuseForm(cancelled.failure, form);
  refresh();
  const t = await getTranslations("admin.bulk");
  return { status: "done", message: t("cancelled", { count: cancelled.value.leftAlone }) };
}
