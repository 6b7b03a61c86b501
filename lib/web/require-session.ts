import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { AccountActor, VisitorActor } from "@/lib/context/actor";
import { resolveSession } from "@/lib/sessions/resolve-session";
import { CLIENT_ADDRESS_HEADER } from "./client-address";
import { getPortalContext } from "./portal-context";
import { readSessionId } from "./session-cookie";

/** Who is signed in, asked of the database once a request; null for nobody. */
export const findSession = cache(async (): Promise<AccountActor | null> => {
  const sid = await readSessionId();
  if (!sid) return null;
  return resolveSession(await getPortalContext(), sid, await clientAddress());
});

/** Every signed-in page and action begins with this; without a live session it leads to the sign-in page. */
export async function requireSession(): Promise<AccountActor> {
  return (await findSession()) ?? redirect("/sign-in");
}

/** Whoever asks, before anybody signed in. */
export async function visitorActor(): Promise<VisitorActor> {
  return { kind: "visitor", networkAddress: await clientAddress() };
}

async function clientAddress(): Promise<string> {
  return (await headers()).get(CLIENT_ADDRESS_HEADER) ?? "unknown";
}
