import "server-only";
import { cookies } from "next/headers";
import { decode, encode } from "next-auth/jwt";
import type { StartedSession } from "@/lib/sessions/start-session";
import { getPortalContext } from "./portal-context";

const DEVICE_COOKIE = "pasture-device";
const DEVICE_SECONDS = 365 * 24 * 3_600;

/** Names and flags of the cookies: `__Host-` binds them to this host wherever the portal is served over HTTPS. */
export async function sessionCookie() {
  const { settings } = await getPortalContext();
  const secure = settings.appUrl.startsWith("https:");
  return {
    name: secure ? "__Host-pasture-session" : "pasture-session",
    options: { httpOnly: true, sameSite: "lax", path: "/", secure } as const,
  };
}

/** Puts the session id, sealed by next-auth, into the browser. Only in actions and route handlers. */
export async function writeSession(session: StartedSession): Promise<void> {
  const { settings } = await getPortalContext();
  const { name, options } = await sessionCookie();
  const maxAge = Math.floor((session.expiresAt.getTime() - Date.now()) / 1_000);
  const token = await encode({ token: { sid: session.sid }, secret: settings.sessionSecret, maxAge });
  const jar = await cookies();
  jar.set(name, token, { ...options, maxAge });
  jar.set(DEVICE_COOKIE, session.deviceToken, { ...options, maxAge: DEVICE_SECONDS });
}

export async function clearSession(): Promise<void> {
  const { name, options } = await sessionCookie();
  (await cookies()).set(name, "", { ...options, maxAge: 0 });
}

/** The session id the browser sent, or null; whether it is worth anything is decided by `resolveSession`. */
export async function readSessionId(): Promise<string | null> {
  const { settings } = await getPortalContext();
  const { name } = await sessionCookie();
  const token = (await cookies()).get(name)?.value;
  if (!token) return null;
  try {
    const payload = await decode({ token, secret: settings.sessionSecret });
    return typeof payload?.sid === "string" ? payload.sid : null;
  } catch {
    return null;
  }
}

export async function readDeviceToken(): Promise<string | undefined> {
  return (await cookies()).get(DEVICE_COOKIE)?.value;
}
