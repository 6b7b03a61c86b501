import type { LookupAddress, LookupOptions } from "node:dns";
import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { isInNetwork, isLoopbackAddress, isPublicAddress } from "./public-address";

export type HostRefusal = {
  readonly reason: "port-not-allowed" | "host-invalid" | "host-unresolvable" | "host-private";
};

/** A host name with the one address to connect to. Certificates are still checked against the name. */
export interface ResolvedHost {
  readonly host: string;
  readonly port: number;
  readonly address: string;
  readonly family: 4 | 6;
}

export interface HostRules {
  readonly ports: readonly number[];
  /** Names, addresses and networks (`10.0.0.0/8`) the operator vouches for. */
  readonly allowedPrivateHosts: readonly string[];
  /** For the sandbox, which listens there. */
  readonly isLoopbackAllowed: boolean;
  /** Every address of a name; the system's resolver unless given. */
  readonly resolve?: (host: string) => Promise<readonly LookupAddress[]>;
}

const RESOLVE_TIMEOUT_MS = 5_000;
/** A name, an IPv4 address in any spelling, or an IPv6 address without brackets or zone. */
const HOST = /^(?=.{1,253}$)(?:[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*)$/i;

/**
 * Resolves a host that somebody typed in, once, and answers the address to connect to: with {@link pinnedLookup} a
 * name that resolves differently a moment later (DNS rebinding) changes nothing. Refused when any of its addresses
 * is not public, because the choice among them is not ours. The refusal never repeats what was found.
 */
export async function resolvePublicHost(
  host: string,
  port: number,
  rules: HostRules,
): Promise<Result<ResolvedHost, HostRefusal>> {
  if (!rules.ports.includes(port)) return fail({ reason: "port-not-allowed" });
  const name = host.trim().toLowerCase();
  if (!HOST.test(name)) return fail({ reason: "host-invalid" });
  const addresses = await resolveInTime(name, rules.resolve ?? systemResolve);
  const [first] = addresses;
  if (!first) return fail({ reason: "host-unresolvable" });
  if (!addresses.every(({ address }) => isAllowed(name, address, rules))) {
    return fail({ reason: "host-private" });
  }
  return succeed({ host: name, port, address: first.address, family: first.family === 6 ? 6 : 4 });
}

/** For the `lookup` option of net, tls and http: always answers the address that was checked. */
export function pinnedLookup({ address, family }: ResolvedHost): LookupFunction {
  return (_host: string, options: LookupOptions, done) => {
    if (options.all) done(null, [{ address, family }]);
    else done(null, address, family);
  };
}

function isAllowed(name: string, address: string, rules: HostRules): boolean {
  if (isPublicAddress(address)) return true;
  if (rules.isLoopbackAllowed && isLoopbackAddress(address)) return true;
  return rules.allowedPrivateHosts.some((entry) => entry === name || isInNetwork(address, entry));
}

const systemResolve = (host: string) => lookup(host, { all: true, order: "ipv4first" });

/** Empty for a name that does not exist and for a resolver that does not answer. */
async function resolveInTime(
  name: string,
  resolve: (host: string) => Promise<readonly LookupAddress[]>,
): Promise<readonly LookupAddress[]> {
  const deadline = new AbortController();
  const none = wait(RESOLVE_TIMEOUT_MS, [], { signal: deadline.signal, ref: false }).catch(() => []);
  try {
    return await Promise.race([resolve(name).catch(() => []), none]);
  } finally {
    deadline.abort();
  }
}
