import ipaddr from "ipaddr.js";

/** Everything else in IPv6 is special, also what ipaddr.js calls unicast, such as `::127.0.0.1` (RFC 4291, 2.5.5.1). */
const GLOBAL_UNICAST_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3");

/**
 * Whether an IP address belongs to the public internet. Not loopback, private, link-local (where clouds keep their
 * metadata), shared, multicast, reserved, nor an IPv6 address that only wraps an IPv4 one.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (parsed.range() !== "unicast") return false;
  return !(parsed instanceof ipaddr.IPv6) || parsed.match(GLOBAL_UNICAST_IPV6);
}

export function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === "loopback";
}

/** Whether the address lies in a network such as `10.0.0.0/8`, or is the one address given instead. */
export function isInNetwork(address: string, network: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  if (ipaddr.isValid(network)) return ipaddr.process(network).toString() === parsed.toString();
  if (!ipaddr.isValidCIDR(network)) return false;
  const range = ipaddr.parseCIDR(network);
  return range[0].kind() === parsed.kind() && parsed.match(range);
}
