import { expect, test } from "vitest";
import { registrationModeFor } from "@/lib/domains/registration-mode";
import { saveDomainInput } from "@/lib/domains/schema";

test("a domain's own mode wins over the portal's, and without one the portal's holds", () => {
  const open = { registrationOpen: true };
  expect(registrationModeFor({ ...open, registrationMode: "invite" }, { registrationMode: "open" })).toBe(
    "invite",
  );
  expect(registrationModeFor({ ...open, registrationMode: "open" }, { registrationMode: "closed" })).toBe(
    "open",
  );
  expect(registrationModeFor({ ...open, registrationMode: null }, { registrationMode: "approval" })).toBe(
    "approval",
  );
});

test("a domain hidden from registration is closed, whatever its mode says", () => {
  const hidden = { registrationOpen: false, registrationMode: "open" };
  expect(registrationModeFor(hidden, { registrationMode: "open" })).toBe("closed");
});

test.each([
  { capPerDay: 0 },
  { imapPort: 70_000 },
  { kind: "catch-all" },
  { credentialsKey: "../key" },
  { surprise: 1 },
])("what cannot be meant is refused: %j", (change) => {
  expect(saveDomainInput.safeParse({ name: "example.org", ...change }).success).toBe(false);
});
