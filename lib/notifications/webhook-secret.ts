import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import { newWebhookSecret } from "@/lib/webhooks/sign-webhook";
import { SECRET_OVERLAP_HOURS } from "./policy";

const HOUR_MS = 3_600_000;

/** What `webhook.secret_sealed` holds: the secret, and for a while the one before it. */
const secretState = z.object({
  current: z.string(),
  previous: z.object({ secret: z.string(), until: z.iso.datetime() }).nullable(),
});

export interface NewSecret {
  /** Told once. */
  readonly secret: string;
  readonly sealed: string;
}

type SealContext = Pick<PortalContext, "keyring">;

export function makeWebhookSecret(context: SealContext, webhookId: string): NewSecret {
  return sealState(context, webhookId, null);
}

/** The old secret goes on signing beside the new one for a day. */
export function replaceWebhookSecret(context: SealContext, webhookId: string, sealed: string): NewSecret {
  const until = new Date(Date.now() + SECRET_OVERLAP_HOURS * HOUR_MS).toISOString();
  return sealState(context, webhookId, { secret: openState(context, webhookId, sealed).current, until });
}

/** All secrets a message is signed with now, the newest first. */
export function openWebhookSecrets(
  context: SealContext,
  webhookId: string,
  sealed: string,
  now: Date,
): readonly string[] {
  const { current, previous } = openState(context, webhookId, sealed);
  return previous && new Date(previous.until) > now ? [current, previous.secret] : [current];
}

function sealState(
  { keyring }: SealContext,
  webhookId: string,
  previous: z.infer<typeof secretState>["previous"],
): NewSecret {
  const secret = newWebhookSecret();
  const state: z.infer<typeof secretState> = { current: secret, previous };
  return { secret, sealed: keyring.seal(JSON.stringify(state), sealPlace(webhookId)) };
}

function openState({ keyring }: SealContext, webhookId: string, sealed: string) {
  return secretState.parse(JSON.parse(keyring.open(sealed, sealPlace(webhookId))));
}

function sealPlace(webhookId: string): string {
  return `webhook:secret_sealed:${webhookId}`;
}
