"use server";

import { headers } from "next/headers";
import { refuseForm, refuseShape, textOf } from "@/app/form-answers";
import type { FormState } from "@/components/ui/form-state";
import { signInInput } from "@/lib/sessions/schema";
import { signIn } from "@/lib/sessions/sign-in";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";
import { readDeviceToken } from "@/lib/web/session-cookie";
import { enterPortal } from "../enter-portal";

export async function enter(_previous: FormState, form: FormData): Promise<FormState> {
  const visitor = await visitorActor();
  const input = signInInput.safeParse({
    address: textOf(form, "address"),
    password: textOf(form, "password"),
  });
  if (!input.success) return refuseShape(input.error, form, ["address"]);
  const entered = await signIn(await getPortalContext(), visitor, {
    ...input.data,
    userAgent: (await headers()).get("user-agent") ?? undefined,
    deviceToken: await readDeviceToken(),
  });
  if (!entered.ok) return refuseForm(entered.failure, form, { keep: ["address"] });
  return enterPortal(entered.value);
}
