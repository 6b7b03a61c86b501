import argon2 from "argon2";
import { describe, expect, test } from "vitest";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { hashPassword, verifyPassword } from "@/lib/sandbox/hash-password";

const SALT = Buffer.from("saltsalt");

describe("passwords as Mailcow keeps them", () => {
  test("a plain password becomes bcrypt and sees its first 72 bytes only", async () => {
    const stored = await hashPassword(`${"x".repeat(72)}ignored`);
    expect(stored).toMatch(/^\{BLF-CRYPT\}\$2y\$10\$/);
    expect(await verifyPassword(stored, "x".repeat(72))).toBe(true);
    expect(await verifyPassword(stored, "x".repeat(71))).toBe(false);
  });

  test("what starts with a known scheme is stored as it is, in any case", async () => {
    expect(await hashPassword("{argon2id}whatever")).toBe("{argon2id}whatever");
    expect(await hashPassword("{PBKDF2-SHA512}whatever")).toMatch(/^\{BLF-CRYPT\}/);
  });

  test("a NUL byte breaks the call as it does in PHP", async () => {
    await expect(hashPassword("a\0b")).rejects.toThrow(PhpFailure);
  });

  test("an argon2id hash matches only in PHP's order of parameters", async () => {
    const hash = await argon2.hash("secret", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect(await verifyPassword(`{ARGON2ID}${hash}`, "secret")).toBe(true);
    expect(await verifyPassword(`{ARGON2ID}${hash}`, "Secret")).toBe(false);
    const reordered = hash.replace("m=19456,t=2,p=1", "m=19456,p=1,t=2");
    expect(await verifyPassword(`{ARGON2ID}${reordered}`, "secret")).toBe(false);
  });

  test.each([
    ["SSHA512", "sha512"],
    ["SSHA256", "sha256"],
  ])("a salted %s digest matches its password alone", async (scheme, algorithm) => {
    const { createHash } = await import("node:crypto");
    const digest = createHash(algorithm).update("secret").update(SALT).digest();
    const stored = `{${scheme}}${Buffer.concat([digest, SALT]).toString("base64")}`;
    expect(await verifyPassword(stored, "secret")).toBe(true);
    expect(await verifyPassword(stored, "secre")).toBe(false);
  });

  test("garbage behind a scheme matches nothing", async () => {
    expect(await verifyPassword("{BLF-CRYPT}garbage", "garbage")).toBe(false);
    expect(await verifyPassword("{ARGON2ID}garbage", "garbage")).toBe(false);
    expect(await verifyPassword("", "")).toBe(false);
  });
});
