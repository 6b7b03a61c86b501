import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createKeyring, SealError } from "@/lib/secrets/keyring";

const newKey = (id: string) => `${id}:${randomBytes(32).toString("base64")}`;
const OLD = newKey("k1");
const NEW = newKey("k2");
const PLACE = "mailbox:app_password_sealed:1";

describe("a sealed secret", () => {
  test("opens to exactly what was sealed, whatever the text", () => {
    const keyring = createKeyring(OLD);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 500 }), (text) => {
        expect(keyring.open(keyring.seal(text, PLACE), PLACE)).toBe(text);
      }),
      { numRuns: 1_000 },
    );
  });

  test("moved to another row it no longer opens", () => {
    const keyring = createKeyring(OLD);
    const sealed = keyring.seal("secret", PLACE);
    expect(() => keyring.open(sealed, "mailbox:app_password_sealed:2")).toThrow(SealError);
    expect(() => keyring.open(sealed, "operation:password_hash_sealed:1")).toThrow(SealError);
  });

  test("any changed character is noticed", () => {
    const keyring = createKeyring(OLD);
    const sealed = keyring.seal("a secret of some length", PLACE);
    const body = sealed.lastIndexOf(".") + 1;
    for (let index = body; index < sealed.length - 1; index += 1) {
      const changed = `${sealed.slice(0, index)}${sealed[index] === "A" ? "B" : "A"}${sealed.slice(index + 1)}`;
      expect(() => keyring.open(changed, PLACE)).toThrow(SealError);
    }
  });

  test("is different each time and does not contain its text", () => {
    const keyring = createKeyring(OLD);
    const sealed = Array.from({ length: 200 }, () => keyring.seal("secret", PLACE));
    expect(new Set(sealed).size).toBe(200);
    expect(sealed.join()).not.toContain("secret");
  });
});

describe("sealed bytes", () => {
  test("open to exactly what was sealed, in the same place only, and hardly grow", () => {
    const keyring = createKeyring(OLD);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => {
        const sealed = keyring.sealBytes(bytes, PLACE);
        expect(sealed.length - bytes.length).toBeLessThan(50);
        expect(keyring.openBytes(sealed, PLACE).equals(Buffer.from(bytes))).toBe(true);
        expect(() => keyring.openBytes(sealed, "elsewhere")).toThrow(SealError);
      }),
      { numRuns: 300 },
    );
  });

  test("any changed byte is noticed, also before the sealed part", () => {
    const keyring = createKeyring(OLD);
    const sealed = keyring.sealBytes(Buffer.from("a secret of some length"), PLACE);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => keyring.openBytes(changed, PLACE)).toThrow(SealError);
    }
    expect(() => keyring.openBytes(Buffer.alloc(0), PLACE)).toThrow(SealError);
  });

  test("of an older key still open after a new one was put in front", () => {
    const sealed = createKeyring(OLD).sealBytes(Buffer.from("secret"), PLACE);
    expect(createKeyring(`${NEW},${OLD}`).openBytes(sealed, PLACE).toString()).toBe("secret");
  });
});

describe("rotation", () => {
  test("a new key in front seals, and what the old one sealed still opens", () => {
    const sealed = createKeyring(OLD).seal("secret", PLACE);
    const rotated = createKeyring(`${NEW}, ${OLD}`);
    expect(rotated.open(sealed, PLACE)).toBe("secret");
    expect(rotated.seal("secret", PLACE)).toMatch(/^v1\.k2\./);
  });

  test("without the old key its secrets are refused by name of the cause", () => {
    const sealed = createKeyring(OLD).seal("secret", PLACE);
    expect(() => createKeyring(NEW).open(sealed, PLACE)).toThrow("not in ENCRYPTION_KEYS");
  });

  test("keyed hashes of every key are found, the newest first", () => {
    const before = createKeyring(OLD).hmac("address", "ada@example.org");
    const rotated = createKeyring(`${NEW},${OLD}`);
    expect(rotated.hmacs("address", "ada@example.org")).toEqual([
      rotated.hmac("address", "ada@example.org"),
      before,
    ]);
    expect(rotated.hmac("address", "ada@example.org")).not.toBe(rotated.hmac("skeleton", "ada@example.org"));
  });
});

describe("a keyring", () => {
  test.each(["", "k1", "k1:", "k1:c2hvcnQ=", `${OLD},${OLD}`, `:${randomBytes(32).toString("base64")}`])(
    "%j is refused",
    (text) => {
      expect(() => createKeyring(text)).toThrow(SealError);
    },
  );
});
