import { availableParallelism } from "node:os";
import argon2 from "argon2";
import { expect, test } from "vitest";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { createPasswordHasher, HasherBusyError } from "@/lib/secrets/password-hasher";

const PASSWORD = "violet harbour ninety trams";

test("one hash verifies its password, no other, and is one that Mailcow can store", async () => {
  const hasher = createPasswordHasher();
  const hash = await hasher.hash(PASSWORD);
  expect(await hasher.verify(hash, PASSWORD)).toBe(true);
  expect(await hasher.verify(hash, `${PASSWORD} `)).toBe(false);
  expect(toMailcowHash(hash)).toMatch(/^\{ARGON2ID\}\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
});

test("nothing is cut off: two passwords that differ after 72 bytes differ", async () => {
  const hasher = createPasswordHasher();
  const stem = "x".repeat(73);
  expect(await hasher.verify(await hasher.hash(`${stem}a`), `${stem}b`)).toBe(false);
});

test("an unknown account is answered no, after the same work", async () => {
  const hasher = createPasswordHasher();
  const hash = await hasher.hash(PASSWORD);
  await hasher.verify(null, PASSWORD);
  const timed = async (against: string | null) => {
    const startedAt = performance.now();
    expect(await hasher.verify(against, "a wrong password")).toBe(false);
    return performance.now() - startedAt;
  };
  // Turn about, and the quickest of each: a busy machine slows both alike.
  let [unknown, wrong] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < 20; round += 1) {
    unknown = Math.min(unknown, await timed(null));
    wrong = Math.min(wrong, await timed(hash));
  }
  expect(unknown / wrong).toBeGreaterThan(0.5);
  expect(unknown / wrong).toBeLessThan(2);
});

test("beyond the queue a hash is refused at once instead of waiting", async () => {
  const hasher = createPasswordHasher({ waitingLimit: 2 });
  const room = availableParallelism() + 2;
  const outcomes = await Promise.allSettled(Array.from({ length: room + 3 }, () => hasher.hash(PASSWORD)));
  const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
  expect(refused).toHaveLength(3);
  expect(refused.every((reason) => reason instanceof HasherBusyError)).toBe(true);
});

test("a hash of weaker parameters is recognised", async () => {
  const hasher = createPasswordHasher();
  expect(hasher.needsRehash(await hasher.hash(PASSWORD))).toBe(false);
  expect(hasher.needsRehash(await argon2.hash(PASSWORD, { memoryCost: 8_192, timeCost: 1 }))).toBe(true);
});
