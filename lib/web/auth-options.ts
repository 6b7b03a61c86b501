import "server-only";
import type { AuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { signOut } from "@/lib/sessions/revoke-session";
import { signInInput } from "@/lib/sessions/schema";
import { signIn } from "@/lib/sessions/sign-in";
import { getPortalContext } from "./portal-context";
import { visitorActor } from "./require-session";
import { readDeviceToken, sessionCookie } from "./session-cookie";

/**
 * next-auth's own endpoints, over the same services as our forms. The JWT carries a session id and nothing else;
 * what it is worth is asked of the database every time.
 */
export async function createAuthOptions(): Promise<AuthOptions> {
  const context = await getPortalContext();
  const { name, options } = await sessionCookie();
  return {
    secret: context.settings.sessionSecret,
    session: { strategy: "jwt", maxAge: 30 * 24 * 3_600 },
    cookies: { sessionToken: { name, options } },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { address: {}, password: {} },
        authorize: async (credentials, request) => {
          const input = signInInput.safeParse({
            address: credentials?.address,
            password: credentials?.password,
          });
          if (!input.success) return null;
          const result = await signIn(context, await visitorActor(), {
            ...input.data,
            userAgent: request.headers?.["user-agent"],
            deviceToken: await readDeviceToken(),
          });
          return result.ok ? { id: result.value.accountId, sid: result.value.sid } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => {
        const sid = user && "sid" in user ? user.sid : token.sid;
        return typeof sid === "string" ? { sid } : {};
      },
      session: async ({ session, token }) => {
        const actor = await actorOf(token.sid);
        return { expires: session.expires, ...(actor ? { user: { email: actor.address } } : {}) };
      },
    },
    events: {
      signOut: async ({ token }) => {
        const actor = await actorOf(token.sid);
        if (actor) await signOut(context, actor);
      },
    },
  };
}

async function actorOf(sid: unknown) {
  if (typeof sid !== "string") return null;
  const { networkAddress } = await visitorActor();
  return resolveSession(await getPortalContext(), sid, networkAddress);
}
