import "server-only";
import { cookies } from "next/headers";
import type { AccountActor, VisitorActor } from "@/lib/context/actor";
import { newOwnerSecret } from "@/lib/temporary-mailboxes/owner-secret";
import { findSession, visitorActor } from "./require-session";
import { sessionCookie } from "./session-cookie";

/** Longer than any address lives. */
const LIFETIME_SECONDS = 60 * 24 * 3_600;

/** Who asks for temporary mailboxes: somebody signed in, or a browser with the secret of those it made, or both. */
export interface MailboxOwner {
  readonly actor: AccountActor | VisitorActor;
  readonly ownerSecret: string | undefined;
}

export async function findMailboxOwner(): Promise<MailboxOwner> {
  const actor = (await findSession()) ?? (await visitorActor());
  const { name } = await ownerCookie();
  return { actor, ownerSecret: (await cookies()).get(name)?.value };
}

/** The same, with a new secret for a visitor who has none yet. Only in actions. */
export async function findOrMakeMailboxOwner(): Promise<MailboxOwner> {
  const owner = await findMailboxOwner();
  if (owner.actor.kind === "account" || owner.ownerSecret !== undefined) return owner;
  const { name, options } = await ownerCookie();
  const ownerSecret = newOwnerSecret();
  (await cookies()).set(name, ownerSecret, { ...options, maxAge: LIFETIME_SECONDS });
  return { ...owner, ownerSecret };
}

async function ownerCookie() {
  const { options } = await sessionCookie();
  return { name: options.secure ? "__Host-pasture-owner" : "pasture-owner", options };
}
