import "server-only";
import { cookies, headers } from "next/headers";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import { negotiateLocale } from "@/lib/i18n/negotiate-locale";
import { DEFAULT_THEME, isTheme, type Theme } from "@/lib/i18n/themes";

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** What the person chose here, else what the browser asks for, else English. Never by network address. */
export async function findLocale(): Promise<Locale> {
  const chosen = (await cookies()).get("locale")?.value;
  return isLocale(chosen) ? chosen : negotiateLocale((await headers()).get("accept-language"));
}

export async function findTheme(): Promise<Theme> {
  const chosen = (await cookies()).get("theme")?.value;
  return isTheme(chosen) ? chosen : DEFAULT_THEME;
}

/**
 * Keeps language and theme in this browser for a year; only in server actions and route handlers. The cookies
 * hold a choice and nothing about the person, so they carry no `Secure` flag and work over plain HTTP too.
 */
export async function rememberPreferences(preferences: {
  readonly locale?: Locale | undefined;
  readonly theme?: Theme | undefined;
}): Promise<void> {
  const jar = await cookies();
  const options = { path: "/", maxAge: ONE_YEAR_SECONDS, sameSite: "lax", httpOnly: true } as const;
  if (preferences.locale) jar.set("locale", preferences.locale, options);
  if (preferences.theme) jar.set("theme", preferences.theme, options);
}
