import { expect, test } from "vitest";
import { registerInput, updateProfileInput } from "@/lib/accounts/schema";

const FORM = { localPart: "ada", domain: "example.org", password: "violet harbour ninety trams" };

test("an untouched recovery field is none, a wrong one is refused", () => {
  expect(registerInput.parse({ ...FORM, recoveryEmail: "" }).recoveryEmail).toBeUndefined();
  expect(registerInput.parse(FORM).recoveryEmail).toBeUndefined();
  expect(registerInput.safeParse({ ...FORM, recoveryEmail: "nobody" }).success).toBe(false);
});

test("a password is taken as typed, spaces included, and not without limit", () => {
  expect(registerInput.parse({ ...FORM, password: "  spaces stay  " }).password).toBe("  spaces stay  ");
  expect(registerInput.safeParse({ ...FORM, password: "x".repeat(257) }).success).toBe(false);
});

test("fields nobody asked for are refused, such as a role", () => {
  expect(registerInput.safeParse({ ...FORM, role: "ADMIN" }).success).toBe(false);
  expect(updateProfileInput.safeParse({ role: "ADMIN" }).success).toBe(false);
});
