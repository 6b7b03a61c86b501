import { expect, test } from "vitest";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import { generateMailboxPassword } from "@/lib/temporary-mailboxes/generate-password";
import { hashOwnerSecret, newOwnerSecret } from "@/lib/temporary-mailboxes/owner-secret";

const STRICT = {
  minimumLength: 20,
  requireLetters: true,
  requireUpperAndLower: true,
  requireDigits: true,
  requireSpecial: true,
};

test("a generated password meets the strictest policy and is lengthened for it", () => {
  for (let draw = 0; draw < 200; draw += 1) {
    const password = generateMailboxPassword(16, STRICT);
    expect(password).toHaveLength(20);
    expect(findPasswordProblems(password, "calm-otter@example.org", STRICT)).toEqual([]);
  }
});

test("without a policy PASSWORD_LENGTH decides, never below the portal's own minimum", () => {
  expect(generateMailboxPassword(32, null)).toHaveLength(32);
  expect(generateMailboxPassword(4, null)).toHaveLength(12);
});

test("an owner's secret is kept as a hash, and anything else than one is refused before a look-up", () => {
  const secret = newOwnerSecret();
  expect(hashOwnerSecret(secret)).not.toBeNull();
  expect(hashOwnerSecret(secret)).not.toContain(secret);
  expect(newOwnerSecret()).not.toBe(secret);
  for (const wrong of [undefined, "", "x", secret.slice(0, -1), `${secret}x`]) {
    expect(hashOwnerSecret(wrong)).toBeNull();
  }
});
