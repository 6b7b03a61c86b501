const LOCAL_PART = /^[a-z0-9!$'*+=^_`{|}~.-]{1,64}$/;
const DOMAIN = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

export type AddressParts = { readonly address: string; readonly localPart: string; readonly domain: string };

/**
 * The address as Mailcow stores it: trimmed and in lower case. The characters are those that Mailcow accepts in a
 * local part and that also survive as one part of a URL.
 *
 * @throws RangeError, which does not repeat the text
 */
export function canonicalAddress(text: string): AddressParts {
  const address = text.trim().toLowerCase();
  const at = address.lastIndexOf("@");
  const localPart = address.slice(0, Math.max(at, 0));
  if (!LOCAL_PART.test(localPart)) {
    throw new RangeError("Not an address Mailcow can hold.");
  }
  return { address, localPart, domain: canonicalDomain(address.slice(at + 1)) };
}

/** @throws RangeError for anything but an ASCII domain name; write internationalised names in their `xn--` form */
export function canonicalDomain(text: string): string {
  const domain = text.trim().toLowerCase();
  if (!DOMAIN.test(domain)) {
    throw new RangeError("Not a domain name in ASCII form.");
  }
  return domain;
}

/** An alias may also be a whole domain, written `@example.org`. */
export function canonicalAliasAddress(text: string): string {
  const trimmed = text.trim();
  return trimmed.startsWith("@")
    ? `@${canonicalDomain(trimmed.slice(1))}`
    : canonicalAddress(trimmed).address;
}
