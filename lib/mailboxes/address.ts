import { domainToASCII } from "node:url";

/** An address in the one form the portal stores and compares. */
export interface Address {
  readonly localPart: string;
  readonly domain: string;
  /** `localPart@domain`, lower case, domain as A-labels. */
  readonly canonical: string;
}

const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;
/** Letters, digits and single `.`, `_`, `-` between them: what every mail program and Mailcow agree on. */
const LOCAL_PART = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;
const DOMAIN =
  /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Null for anything that is not an address people may have here. */
export function parseAddress(localPart: string, domain: string): Address | null {
  const local = localPart.trim().toLowerCase();
  const host = canonicalDomain(domain);
  if (host === null || !LOCAL_PART.test(local) || local.length > MAX_LOCAL_PART) return null;
  const canonical = `${local}@${host}`;
  return canonical.length > MAX_ADDRESS ? null : { localPart: local, domain: host, canonical };
}

/** Splits at the last `@`. */
export function parseWholeAddress(text: string): Address | null {
  const at = text.lastIndexOf("@");
  return at < 0 ? null : parseAddress(text.slice(0, at), text.slice(at + 1));
}

/** Node takes these for the end of a host in a URL, and would answer with what stands before them. */
const NOT_IN_DOMAIN = /[^\P{ASCII}A-Za-z0-9.-]/u;

/** UTS-46 to A-labels, lower case; null when it is no domain name. */
export function canonicalDomain(domain: string): string | null {
  const text = domain.trim().toLowerCase().replace(/\.$/, "");
  if (NOT_IN_DOMAIN.test(text)) return null;
  const host = domainToASCII(text);
  return DOMAIN.test(host) ? host : null;
}

/**
 * What a name looks like at a glance: separators gone, look-alike characters folded. Two names with one
 * skeleton can be mistaken for each other.
 */
export function skeletonOf(localPart: string): string {
  return localPart
    .toLowerCase()
    .replace(/[._-]/g, "")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w")
    .replace(/[0]/g, "o")
    .replace(/[1li|]/g, "l")
    .replace(/5/g, "s");
}
