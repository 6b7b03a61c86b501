import ipaddr from "ipaddr.js";

/** Set by our own server on every request; whatever a client sent under this name is overwritten. */
export const CLIENT_ADDRESS_HEADER = "x-pasture-client-address";

/**
 * Who is calling. Of `X-Forwarded-For` only what the operator's own proxies appended is believed, counted from
 * the right: with 0 hops nothing of it, and with fewer entries than hops nothing either.
 *
 * @param socketAddress Of the TCP connection.
 * @param trustedProxyHops TRUSTED_PROXY_HOPS.
 */
export function resolveClientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  trustedProxyHops: number,
): string {
  const direct = normalise(socketAddress ?? "") ?? "unknown";
  if (trustedProxyHops === 0) return direct;
  const entries = (forwardedFor ?? "").split(",").map((entry) => entry.trim());
  return normalise(entries.at(-trustedProxyHops) ?? "") ?? direct;
}

/** `::ffff:10.0.0.1` and `10.0.0.1` are one address; null for text that is none. */
function normalise(address: string): string | null {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null;
}
