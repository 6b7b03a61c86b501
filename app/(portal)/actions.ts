"use server";

import { redirect } from "next/navigation";
import { signOut } from "@/lib/sessions/revoke-session";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { clearSession } from "@/lib/web/session-cookie";

export async function leave(): Promise<void> {
  await signOut(await getPortalContext(), await requireSession());
  await clearSession();
  redirect("/sign-in");
}
