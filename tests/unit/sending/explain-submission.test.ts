import { expect, test } from "vitest";
import { explainSubmission } from "@/lib/sending/explain-submission";
import { filingPauseAfter, pauseAfter } from "@/lib/sending/policy";
import type { SubmissionStep } from "@/lib/smtp/submit-message";

test.each<[SubmissionStep, string, string, string]>([
  ["message", "451 4.3.0", "later", "server-says-later"],
  ["recipient", "450 4.2.0", "later", "server-says-later"],
  ["connect", "421 4.7.0", "later", "server-says-later"],
  ["connect", "554 5.7.1", "later", "mail-server-unavailable"],
  ["connect", "ECONNREFUSED", "later", "mail-server-unavailable"],
  ["message", "ETIMEDOUT", "later", "mail-server-unavailable"],
  ["login", "454 4.7.0", "later", "server-says-later"],
  ["message", "554 5.7.1", "failed", "message-refused"],
  ["message", "552 5.3.4", "failed", "too-large"],
  ["sender", "552 5.3.4", "failed", "too-large"],
  ["connect", "EMESSAGE", "failed", "too-large"],
  ["sender", "550 5.7.1", "failed", "sender-refused"],
  ["recipient", "553 5.7.1", "failed", "sender-refused"],
  ["recipient", "550 5.1.1", "failed", "recipients-refused"],
])("%s %s: %s, %s", (step, code, kind, reason) => {
  expect(explainSubmission({ kind: "not-sent", step, code })).toMatchObject({ kind, reason });
});

test("what nobody can know is left to a person", () => {
  expect(explainSubmission({ kind: "unclear" })).toEqual({ kind: "maybe-sent", reason: "answer-lost" });
});

test("a refused login is tried again, but later than Mailcow counts it towards a ban", () => {
  const ending = explainSubmission({ kind: "login-refused", code: "535 5.7.8" });
  expect(ending).toMatchObject({ kind: "later", reason: "login-refused" });
  expect("afterMs" in ending ? ending.afterMs : 0).toBeGreaterThan(10 * 60_000);
});

test("pauses grow from half a minute to an hour", () => {
  const pauses = Array.from({ length: 12 }, (_, tries) => pauseAfter(tries + 1, () => 0));
  expect(pauses[0]).toBe(30_000);
  expect(pauses).toEqual([...pauses].sort((left, right) => left - right));
  expect(pauses.at(-1)).toBe(3_600_000);
  expect(pauseAfter(1, () => 1)).toBeLessThanOrEqual(36_000);
  expect([0, 60_000, 86_400_000].map(filingPauseAfter)).toEqual([10_000, 60_000, 3_600_000]);
});
