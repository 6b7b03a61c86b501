"use server";

import { refresh } from "next/cache";
import { updateProfile } from "@/lib/accounts/update-profile";
import { isLocale } from "@/lib/i18n/locales";
import { isTheme } from "@/lib/i18n/themes";
import { getPortalContext } from "@/lib/web/portal-context";
import { rememberPreferences } from "@/lib/web/preferences";
import { findSession } from "@/lib/web/require-session";

/** Kept in this browser, and with the account of somebody signed in. */
export async function chooseLocale(form: FormData): Promise<void> {
  const locale = form.get("locale");
  if (isLocale(locale)) await keep({ locale });
}

export async function chooseTheme(form: FormData): Promise<void> {
  const theme = form.get("theme");
  if (isTheme(theme)) await keep({ theme });
}

async function keep(choice: Parameters<typeof rememberPreferences>[0]): Promise<void> {
  await rememberPreferences(choice);
  const session = await findSession();
  if (session) await updateProfile(await getPortalContext(), session, choice);
  refresh();
}
