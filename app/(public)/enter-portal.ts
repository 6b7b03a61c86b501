import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getProfile } from "@/lib/accounts/queries";
import { isLocale } from "@/lib/i18n/locales";
import { isTheme } from "@/lib/i18n/themes";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { type StartedSession, startSession } from "@/lib/sessions/start-session";
import { getPortalContext } from "@/lib/web/portal-context";
import { rememberPreferences } from "@/lib/web/preferences";
import { visitorActor } from "@/lib/web/require-session";
import { writeSession } from "@/lib/web/session-cookie";

/** Gives this browser the session, and the language and theme kept with the account; ends on the Mail page. */
export async function enterPortal(session: StartedSession): Promise<never> {
  await writeSession(session);
  const context = await getPortalContext();
  const { networkAddress } = await visitorActor();
  const actor = await resolveSession(context, session.sid, networkAddress);
  if (actor) {
    const { locale, theme } = await getProfile(context, actor);
    await rememberPreferences({
      locale: isLocale(locale) ? locale : undefined,
      theme: isTheme(theme) ? theme : undefined,
    });
  }
  return redirect("/mail");
}

/** For an account made by this very request: its epoch is still the 0 it begins with. */
export async function enterNewAccount(accountId: string, role: "PERSON" | "ADMIN"): Promise<never> {
  const { networkAddress } = await visitorActor();
  const userAgent = (await headers()).get("user-agent") ?? undefined;
  const account = { id: accountId, epoch: 0, role };
  return enterPortal(await startSession(await getPortalContext(), account, { networkAddress, userAgent }));
}
