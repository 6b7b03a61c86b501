import { createCaptchaChallenge, isCaptchaNeeded } from "@/lib/accounts/captcha";
import type { PortalContext } from "@/lib/context/portal-context";
import { visitorActor } from "@/lib/web/require-session";

/** A proof-of-work puzzle as JSON for a visitor who must solve one; null for all others. */
export async function makeChallenge(context: PortalContext): Promise<string | null> {
  const { networkAddress } = await visitorActor();
  if (!(await isCaptchaNeeded(context, networkAddress))) return null;
  return JSON.stringify(await createCaptchaChallenge(context));
}
