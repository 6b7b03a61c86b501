/** Words that make Mailcow list everything where a name was meant. */
const WILDCARDS = new Set(["", ".", "..", "all", "reduced"]);

/**
 * One parameter as one part of a path.
 *
 * Refuses what would turn one object into another call: slashes, a comma (Mailcow reads a list) and what nginx passes
 * on to PHP as a query.
 *
 * @throws RangeError, which does not repeat the value.
 */
export function encodePathPart(value: string): string {
  if (WILDCARDS.has(value.toLowerCase()) || /[\s\p{Cc}/\\?#&%,;]/u.test(value)) {
    throw new RangeError("This text cannot be a parameter of a Mailcow call.");
  }
  return encodeURIComponent(value);
}
