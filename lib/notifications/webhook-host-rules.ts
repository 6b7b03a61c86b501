import type { Settings } from "@/lib/config/settings";
import { hostRulesOf } from "@/lib/dns/host-rules";
import type { WebhookHostRules } from "@/lib/webhooks/check-webhook-url";

/** The private hosts this installation lets webhooks reach; which ports, the address itself decides. */
export function webhookHostRules(
  settings: Pick<Settings, "allowedPrivateHosts" | "isSandbox">,
): WebhookHostRules {
  return hostRulesOf(settings, []);
}
