import { hash } from "argon2";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { hashMachinePassword, requireStorableHash, toMailcowHash } from "@/lib/mailcow/password-hash";

const ARGON2 =
  "$argon2id$v=19$m=65536,t=4,p=1$c1ZZMHhZcjZCMFRlWlU4eA$MoUCn85/ZGWiEFO//yL8pqPkIfRkT+en9B20K1OTRwM";
const BCRYPT = "$10$60iwjst0FYEFADqDWf9GoeISuvobubCNUlK55LXcHH2rVNBIEjrw.";

test.each([
  ["Argon2id", `{ARGON2ID}${ARGON2}`],
  ["bcrypt 2y", `{BLF-CRYPT}$2y${BCRYPT}`],
  ["bcrypt 2b", `{BLF-CRYPT}$2b${BCRYPT}`],
  ["bcrypt 2a", `{BLF-CRYPT}$2a${BCRYPT}`],
  [
    "SHA512-CRYPT",
    "{SHA512-CRYPT}$6$abcdefghijklmnop$QiKGBmCZRLN6u0WoiFOxbmcEpcQ5kbuss2zwbzNIRFvvXajikAuV2r2zZYmH0olnKsciHm5f46U27bT5k/5Pe0",
  ],
  ["SSHA256", "{SSHA256}fVVpc9g4Ap4YfjIHSmTXKrSc4iAQSmHwSrK0ZGOgV5xzYWx0c2FsdA=="],
])("%s is taken: Mailcow stores it as it is and it was seen to log in", (_name, hashText) => {
  expect(requireStorableHash(hashText)).toBe(hashText);
});

test.each([
  ["a typed password", "correct horse battery staple"],
  ["a bare Argon2id hash, which would be hashed again", ARGON2],
  [
    "a scheme outside Mailcow's list, hashed again",
    "{PBKDF2-SHA512}10000$c2FsdHNhbHQ=$9+uj8rg6tc9XmqY1ClC3Q==",
  ],
  ["SCRAM, hashed again", "{SCRAM-SHA-256}4096,abc,def,ghi"],
  ["clear text", "{PLAIN}Str0ng-Passw0rd!"],
  ["clear text by another name", "{CLEARTEXT}Str0ng-Passw0rd!"],
  ["a password that begins like a scheme, stored raw", "{SHA}my-own-password"],
  ["a hash that is none", "{BLF-CRYPT}garbage"],
  [
    "Argon2 parameters in the order m,p,t, which PHP cannot read",
    `{ARGON2ID}${ARGON2.replace("t=4,p=1", "p=1,t=4")}`,
  ],
  ["a hash with something behind it", `{ARGON2ID}${ARGON2} `],
  ["a NUL", `{BLF-CRYPT}$2y${BCRYPT}\0`],
  ["nothing", ""],
])("%s is refused", (_what, text) => {
  expect(() => requireStorableHash(text)).toThrow(RangeError);
});

test("a refusal does not repeat the text", () => {
  expect(() => requireStorableHash("hunter2")).not.toThrow(/hunter2/);
});

test("nothing a person may type passes as a hash", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 256 }), (typed) => {
      expect(() => requireStorableHash(typed)).toThrow(RangeError);
    }),
  );
});

describe("toMailcowHash", () => {
  test("the installed argon2 writes m, t, p in that order, as PHP needs", async () => {
    const hashText = await hash("typed password", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    expect(hashText).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(toMailcowHash(hashText)).toBe(`{ARGON2ID}${hashText}`);
  });

  test("the order m,p,t of newer versions is refused: nobody could ever log in", () => {
    expect(() => toMailcowHash(ARGON2.replace("t=4,p=1", "p=1,t=4"))).toThrow(RangeError);
  });
});

test("a machine password's hash is salted SHA-512 and storable", () => {
  const first = hashMachinePassword("drawn");
  expect(requireStorableHash(first)).toMatch(/^\{SSHA512\}/);
  expect(hashMachinePassword("drawn")).not.toBe(first);
});
