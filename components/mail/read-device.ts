export const devices = ["apple", "android", "thunderbird", "outlook", "other"] as const;
export type Device = (typeof devices)[number];

/** The set-up help to open first. A guess from the browser's own words; all the others are one press away. */
export function readDevice(userAgent: string): Device {
  if (/Android/i.test(userAgent)) return "android";
  if (/iPhone|iPad|Macintosh/i.test(userAgent)) return "apple";
  if (/Windows/i.test(userAgent)) return "outlook";
  if (/Linux/i.test(userAgent)) return "thunderbird";
  return "other";
}
