import fc from "fast-check";
import { expect, test } from "vitest";
import { networkOf } from "@/lib/database/rate-limits";

test.each([
  ["192.0.2.7", "192.0.2.0/24"],
  ["192.0.2.250", "192.0.2.0/24"],
  ["::ffff:192.0.2.7", "192.0.2.0/24"],
  ["2001:db8:1:2:3::1", "20010db8000100/56"],
  ["2001:db8:1:ff::9", "20010db8000100/56"],
  ["not an address", "unknown"],
  ["", "unknown"],
])("%j counts as %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("every address of a subscriber's /56 is one network", () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      expect(networkOf(address)).toMatch(/^([0-9a-f]{14}\/56|\d+\.\d+\.\d+\.0\/24)$/);
    }),
  );
});
