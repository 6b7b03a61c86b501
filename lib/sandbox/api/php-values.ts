/**
 * Mailcow reads its input with PHP's loose rules; the look-alike has to be loose in the same places.
 * Named after the PHP function each one copies.
 */

/** `intval`: leading digits of a string, truncation of a number, 1 for true, 0 for what is no number. */
export function intval(value: unknown): number {
  if (typeof value === "number") return Number.isFinite(value) ? Math.trunc(value) : 0;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value === "string") return Number.parseInt(value.trim(), 10) || 0;
  if (Array.isArray(value)) return value.length > 0 ? 1 : 0;
  return value ? 1 : 0;
}

/** `empty`: also true for `"0"`, 0 and an empty list. */
export function isEmpty(value: unknown): boolean {
  if (
    value === undefined ||
    value === null ||
    value === false ||
    value === "" ||
    value === "0" ||
    value === 0
  )
    return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** String conversion; an array becomes the word `Array`. */
export function strval(value: unknown): string {
  if (value === undefined || value === null || value === false) return "";
  if (value === true) return "1";
  if (typeof value === "object") return "Array";
  return String(value);
}

/** The cast `(array)`: a scalar becomes a list of one, null an empty list, an object its values. */
export function toList(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  if (typeof value === "object") return Object.values(value);
  return [value];
}

/** `htmlspecialchars` with PHP 8's default flags. */
export function htmlspecialchars(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#039;");
}

/** `FILTER_VALIDATE_EMAIL`: ASCII, local part of 1 to 64 characters without leading, trailing or double dots. */
export function isValidAddress(address: string): boolean {
  const at = address.lastIndexOf("@");
  const localPart = address.slice(0, at);
  if (at < 1 || localPart.length > 64) return false;
  return DOT_ATOM.test(localPart) && isValidDomain(address.slice(at + 1));
}

/** A name of at least two labels, already in ASCII form. */
export function isValidDomain(domain: string): boolean {
  return domain.length <= 253 && DOMAIN.test(domain);
}

const DOT_ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const DOMAIN = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
