import { createCaptchaChallenge } from "@/lib/accounts/captcha";
import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";

/** A proof-of-work puzzle as JSON: every address of a visitor costs one; null for somebody signed in. */
export async function makeAddressChallenge(context: PortalContext, actor: Actor): Promise<string | null> {
  if (actor.kind !== "visitor" || context.settings.captcha === "off") return null;
  return JSON.stringify(await createCaptchaChallenge(context));
}
