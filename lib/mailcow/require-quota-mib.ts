/**
 * A quota that means what it says. Mailcow takes 0 and 0.5 as unlimited and stores negative ones, all with success.
 *
 * @throws RangeError unless it is a whole number of MiB, at least 1
 */
export function requireQuotaMiB(quotaMiB: number): string {
  if (!Number.isSafeInteger(quotaMiB) || quotaMiB < 1) {
    throw new RangeError("A quota must be a whole number of MiB, at least 1.");
  }
  return String(quotaMiB);
}
