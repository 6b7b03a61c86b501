import type { Settings } from "@/lib/config/settings";
import type { HostRules } from "./resolve-public-host";

/** IMAP in clear with STARTTLS, and over TLS. */
export const IMAP_PORTS = [143, 993] as const;

/** What this installation lets admins and people point the portal at. */
export function hostRulesOf(
  settings: Pick<Settings, "allowedPrivateHosts" | "isSandbox">,
  ports: readonly number[],
): HostRules {
  const { allowedPrivateHosts, isSandbox } = settings;
  return { ports, allowedPrivateHosts, isLoopbackAllowed: isSandbox };
}
