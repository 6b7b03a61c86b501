import fc from "fast-check";
import { expect, test } from "vitest";
import { makeEpochMark, readEpochMark } from "@/lib/mailboxes/epoch-mark";
import { createKeyring } from "@/lib/secrets/keyring";

const key = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
const context = { keyring: createKeyring(key("k1", 7)) };
const INSTANCE = "00000000-0000-4000-8000-00000000000a";
const MAILBOX = { address: "ada@example.org", createdAt: "2026-01-01 00:00:00" };

const read = (mark: unknown, mailbox = MAILBOX, by = context) =>
  readEpochMark(by, INSTANCE, {
    ...mailbox,
    customAttributes: mark === undefined ? {} : { pasture_epoch: mark },
  });
const write = (epoch: number) => makeEpochMark(context, INSTANCE, MAILBOX, epoch);
const epochs = fc.integer({ min: 1, max: 2 ** 31 - 1 });

test("what was written is read, also after a new key was put in front", () => {
  const rotated = { keyring: createKeyring(`${key("k2", 8)},${key("k1", 7)}`) };
  fc.assert(
    fc.property(epochs, (epoch) => {
      expect(read(write(epoch))).toEqual({ epoch, isIntact: true });
      expect(read(write(epoch), MAILBOX, rotated)).toEqual({ epoch, isIntact: true });
    }),
  );
});

test("marks of before there was a proof are believed, and none is none", () => {
  expect(read("17")).toEqual({ epoch: 17, isIntact: true });
  expect(read(17)).toEqual({ epoch: 17, isIntact: true });
  expect(read(undefined)).toEqual({ epoch: 0, isIntact: true });
});

test("any character changed, added or lost is noticed", () => {
  const damage = fc.record({
    epoch: epochs,
    at: fc.nat(200),
    length: fc.nat(3),
    put: fc.string({ maxLength: 3 }),
  });
  fc.assert(
    fc.property(damage, ({ epoch, at, length, put }) => {
      const right = write(epoch);
      const from = at % right.length;
      const wrong = right.slice(0, from) + put + right.slice(from + length);
      fc.pre(wrong !== right);
      expect(read(wrong).isIntact, wrong).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test("no number but the one it was made for has the proof, and no other mailbox", () => {
  fc.assert(
    fc.property(epochs, epochs, (epoch, other) => {
      fc.pre(epoch !== other);
      const proof = write(epoch).slice(String(epoch).length);
      expect(read(`${other}${proof}`)).toEqual({ epoch: other, isIntact: false });
    }),
  );
  expect(read(write(5), { ...MAILBOX, address: "bob@example.org" }).isIntact).toBe(false);
  expect(read(write(5), { ...MAILBOX, createdAt: "2026-01-01 00:00:01" }).isIntact).toBe(false);
});

test("what is no mark at all is damaged, never a mark of nothing", () => {
  for (const mark of ["", "0", "-3", "1e9", "NaN", " 7", "7 ", "7.", ".k1.x", {}, [], true, 1.5]) {
    expect(read(mark), JSON.stringify(mark)).toMatchObject({ isIntact: false });
  }
});
