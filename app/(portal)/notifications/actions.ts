"use server";

import { refresh } from "next/cache";
import { refuseForm, textOf } from "@/app/form-answers";
import { type FormState, PRISTINE } from "@/components/ui/form-state";
import { readNotifications } from "@/lib/notifications/read-notifications";
import { readNotificationsInput } from "@/lib/notifications/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

export async function markAll(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const input = readNotificationsInput.safeParse({
    notificationId: textOf(form, "notificationId"),
    andOlder: true,
  });
  if (!input.success) return refuseForm({ reason: "not-found" }, form);
  const read = await readNotifications(await getPortalContext(), actor, input.data);
  refresh();
  return read.ok ? PRISTINE : refuseForm(read.failure, form);
}
