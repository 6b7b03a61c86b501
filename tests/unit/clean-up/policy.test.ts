import fc from "fast-check";
import { expect, test } from "vitest";
import {
  budgetFor,
  countUnforeseen,
  type Forecast,
  judgeLastLogins,
  judgeReadings,
  type RoundFacts,
} from "@/lib/clean-up/policy";
import { holdReasons } from "@/lib/mailboxes/instance-epoch";
import { judgeMarks } from "@/lib/mailboxes/read-marks";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const YEAR_MS = 365 * 24 * HOUR_MS;

const GOOD: RoundFacts = {
  clock: { wallJumpMs: 0, wallMinusDatabaseMs: 0, wallMinusMailServerMs: 0 },
  hold: null,
  mailServer: {
    address: "https://mail.test/api/v1",
    addressBefore: "https://mail.test/api/v1",
    domains: ["ours.test", "theirs.test"],
    domainsBefore: ["ours.test", "theirs.test"],
    domainsExpected: ["ours.test"],
  },
  domains: [{ expected: 100, listed: 120, found: 100, proven: 100, listedBefore: 120 }],
};
const [GOOD_DOMAIN] = GOOD.domains;

test("a round in which everything agrees goes ahead", () => {
  expect(judgeReadings(GOOD)).toBeNull();
});

test("every clock that is more than five minutes off, either way, stops the round", () => {
  const off = fc
    .tuple(fc.integer({ min: 6.5 * MINUTE_MS + 1, max: 10 * YEAR_MS }), fc.boolean())
    .map(([ms, isPast]) => (isPast ? -ms : ms));
  const which = fc.constantFrom("wallJumpMs", "wallMinusDatabaseMs", "wallMinusMailServerMs");
  fc.assert(
    fc.property(off, which, (ms, reading) => {
      const reason = judgeReadings({ ...GOOD, clock: { ...GOOD.clock, [reading]: ms } });
      expect(reason).toMatch(/^clock-/);
    }),
  );
});

test("clocks that could not be read stop the round", () => {
  expect(judgeReadings({ ...GOOD, clock: { ...GOOD.clock, wallMinusDatabaseMs: Number.NaN } })).toBe(
    "clock-differs-from-database",
  );
});

test("a mail server that keeps no log of calls is no reason against a round", () => {
  expect(judgeReadings({ ...GOOD, clock: { ...GOOD.clock, wallMinusMailServerMs: null } })).toBeNull();
});

test("one stamp newer than the database, or one that was changed, is a reason to hold, whatever else is seen", () => {
  const marks = { highestEpoch: 0, orphans: [], damaged: [], intact: [] };
  fc.assert(
    fc.property(
      fc.nat(1_000_000),
      fc.integer({ min: -1_000, max: 1_000 }),
      fc.boolean(),
      (database, ahead, isDamaged) => {
        const seen = {
          ...marks,
          highestEpoch: database + ahead,
          damaged: isDamaged ? ["one@ours.test"] : [],
        };
        expect(judgeMarks(database, seen)).toBe(
          ahead > 0 ? "database-older" : isDamaged ? "mark-damaged" : null,
        );
      },
    ),
  );
});

test("while deletions are on hold no round begins any", () => {
  for (const hold of holdReasons) expect(judgeReadings({ ...GOOD, hold })).toBe(hold);
});

const judgeServer = (change: Partial<RoundFacts["mailServer"]>) =>
  judgeReadings({ ...GOOD, mailServer: { ...GOOD.mailServer, ...change } });

test("a mail server at another address is another until an admin says otherwise", () => {
  expect(judgeServer({ addressBefore: "https://other.test/api/v1" })).toBe("mail-server-changed");
  expect(judgeServer({ addressBefore: null })).toBeNull();
});

test("a mail server at the same address that lacks a domain of ours, or most of those it had, is another", () => {
  expect(judgeServer({ domains: ["theirs.test", "new.test"] })).toBe("mail-server-changed");
  expect(judgeServer({ domains: [] })).toBe("mail-server-changed");
  const before = ["ours.test", "a.test", "b.test", "c.test", "d.test"];
  expect(judgeServer({ domainsBefore: before, domains: ["ours.test", "a.test", "x.test"] })).toBe(
    "mail-server-changed",
  );
  expect(judgeServer({ domainsBefore: before, domains: ["ours.test", "a.test", "b.test"] })).toBeNull();
  expect(judgeServer({ domainsBefore: null })).toBeNull();
});

test("no listing in which fewer than half of the known mailboxes are proven lets a round through", () => {
  const domain = fc
    .record({ expected: fc.integer({ min: 1, max: 10_000 }), others: fc.nat(10_000) })
    .chain(({ expected, others }) =>
      fc
        .record({ found: fc.nat(expected), provenOfFound: fc.double({ min: 0, max: 1, noNaN: true }) })
        .map(({ found, provenOfFound }) => ({
          expected,
          found,
          listed: found + others,
          proven: Math.floor(found * provenOfFound),
          listedBefore: null,
        })),
    );
  fc.assert(
    fc.property(domain, (reading) => {
      const isRefused = judgeReadings({ ...GOOD, domains: [reading] }) !== null;
      expect(isRefused).toBe(reading.proven * 2 < reading.expected);
    }),
  );
});

test("an empty listing and one of half the last length have names of their own", () => {
  const judge = (change: object) =>
    judgeReadings({ ...GOOD, domains: [{ ...GOOD_DOMAIN, ...change } as never] });
  expect(judge({ listed: 0, found: 0, proven: 0 })).toBe("listing-empty");
  expect(judge({ listed: 49, found: 49, proven: 49 })).toBe("listing-too-short");
  expect(judge({ listed: 100, listedBefore: 201 })).toBe("listing-too-short");
  expect(judge({ proven: 49 })).toBe("mail-server-changed");
});

test("one bad domain among good ones stops the whole round", () => {
  const empty = { expected: 1, listed: 0, found: 0, proven: 0, listedBefore: null };
  expect(judgeReadings({ ...GOOD, domains: [...GOOD.domains, empty, ...GOOD.domains] })).toBe(
    "listing-empty",
  );
});

test("the budget is 20, or 5 % where that is more", () => {
  expect([0, 100, 400, 401, 10_000].map(budgetFor)).toEqual([20, 20, 20, 20, 500]);
});

test("without a single login anywhere nobody can be called inactive", () => {
  expect(judgeLastLogins([null, null])).toBe("no-last-logins");
  expect(judgeLastLogins([])).toBe("no-last-logins");
  expect(judgeLastLogins([null, new Date()])).toBeNull();
});

const AT = new Date("2026-11-21T12:00:00Z");
const at = (hours: number) => new Date(AT.getTime() + hours * HOUR_MS);
const rows = (count: number, createdAt: Date) => Array.from({ length: count }, () => ({ createdAt }));

test("what the stored expiries foresaw is not counted against the budget; what came due besides is", () => {
  const forecast: Forecast = { at: AT, hours: [1, 10, 0, 5] };
  expect(countUnforeseen(rows(11, at(-9)), forecast, at(1))).toBe(0);
  expect(countUnforeseen(rows(200, at(-9)), forecast, at(1))).toBe(189);
  expect(countUnforeseen(rows(16, at(-9)), forecast, at(3))).toBe(0);
  expect(countUnforeseen(rows(500, at(0.5)), forecast, at(1))).toBe(0);
});

test("without a forecast nothing was foreseen", () => {
  expect(countUnforeseen(rows(30, at(-9)), null, AT)).toBe(30);
});

test("a clock ten years ahead makes only the forecast days due, and the rest is beyond the budget", () => {
  const forecast: Forecast = { at: AT, hours: Array.from({ length: 169 }, () => 1) };
  expect(countUnforeseen(rows(5_000, at(-9)), forecast, at(10 * 365 * 24))).toBe(5_000 - 169);
});
