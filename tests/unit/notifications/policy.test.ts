import { describe, expect, test } from "vitest";
import type { AccountActor } from "@/lib/context/actor";
import { pauseAfter, webhookReach } from "@/lib/notifications/policy";

describe("tries", () => {
  test("eight in all, over more than a day, each pause at least as long as the one before", () => {
    const pauses: number[] = [];
    for (let attempts = 1; pauseAfter(attempts, () => 0) !== null; attempts += 1) {
      pauses.push(pauseAfter(attempts, () => 0) ?? 0);
    }
    expect(pauses).toHaveLength(7);
    expect(pauses).toEqual([...pauses].sort((a, b) => a - b));
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(24 * 3_600_000);
  });

  test("jitter only ever waits longer, by a fifth at most", () => {
    expect(pauseAfter(1, () => 0)).toBe(5_000);
    expect(pauseAfter(1, () => 1)).toBe(6_000);
  });
});

describe("whose webhooks", () => {
  const person: AccountActor = {
    kind: "account",
    accountId: "a1",
    address: "ada@example.org",
    role: "PERSON",
    networkAddress: "192.0.2.1",
    sessionId: null,
    scopes: null,
  };

  test.each([
    ["a person in a browser", person, { accountId: "a1" }],
    ["a token that may read only", { ...person, scopes: ["mailbox:read"] }, null],
    ["a token that may write", { ...person, scopes: ["mailbox:write"] }, { accountId: "a1" }],
    ["an admin", { ...person, role: "ADMIN" }, "everybodys"],
    [
      "an admin's token without admin rights",
      { ...person, role: "ADMIN", scopes: ["mailbox:write"] },
      { accountId: "a1" },
    ],
    ["a visitor", { kind: "visitor", networkAddress: "192.0.2.1" }, null],
    ["the command line", { kind: "system", name: "command line" }, "everybodys"],
  ] as const)("%s", (_who, actor, reach) => {
    expect(webhookReach(actor, "write")).toEqual(reach);
  });
});
