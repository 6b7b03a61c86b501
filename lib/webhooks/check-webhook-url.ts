import { isPublicAddress } from "@/lib/dns/public-address";
import {
  type HostRefusal,
  type HostRules,
  type ResolvedHost,
  resolvePublicHost,
} from "@/lib/dns/resolve-public-host";
import { fail, type Result, succeed } from "@/lib/errors/result";

export type WebhookUrlRefusal =
  | HostRefusal
  | { readonly reason: "url-invalid" | "url-with-credentials" | "url-not-encrypted" };

/** Which private hosts the operator vouches for; ports are this file's business. */
export type WebhookHostRules = Omit<HostRules, "ports">;

export interface CheckedWebhookUrl {
  readonly url: URL;
  /** Where to connect, whatever the name resolves to a moment later. */
  readonly host: ResolvedHost;
}

const WEB_PORTS = { "http:": 80, "https:": 443 } as const;
/** Below it are services of the machine, such as SSH and SMTP, that nobody posts to in good faith. */
const FIRST_USER_PORT = 1_024;

/**
 * Whether messages may be sent to an address that somebody typed in: its host resolves to public addresses only, and
 * without TLS only hosts the operator vouches for are reached. Resolves the name, so it belongs before every sending.
 */
export async function checkWebhookUrl(
  text: string,
  rules: WebhookHostRules,
): Promise<Result<CheckedWebhookUrl, WebhookUrlRefusal>> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return fail({ reason: "url-invalid" });
  if (url.username !== "" || url.password !== "") return fail({ reason: "url-with-credentials" });
  const usualPort = WEB_PORTS[url.protocol];
  const port = url.port === "" ? usualPort : Number(url.port);
  const ports = port === usualPort || port >= FIRST_USER_PORT ? [port] : [];
  // The parser has already turned `0x7f.1` and `2130706433` into the address they mean.
  const host = await resolvePublicHost(url.hostname.replace(/^\[|\]$/g, ""), port, { ...rules, ports });
  if (!host.ok) return host;
  const isOnInternet = isPublicAddress(host.value.address);
  if (url.protocol === "http:" && isOnInternet) return fail({ reason: "url-not-encrypted" });
  return succeed({ url, host: host.value });
}
