import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { apiRoutes } from "@/lib/web/api/api-routes";
import { problemKinds } from "@/lib/web/api/problem-kinds";

const ROUTES = "lib/web/api/routes";
const REASONS = /\breason: ((?:"[a-z-]+"(?:\s*\|\s*)?)+)/g;

/** The services that the handlers import, by reading them: what the compiler believes is not asked. */
function listServiceFiles(): string[] {
  const handlers = [
    ...readdirSync(ROUTES).map((name) => join(ROUTES, name)),
    "lib/web/api/find-administered-mailbox.ts",
    "lib/web/api/health/read-deep-health.ts",
    // Not imported by a handler, but their refusals pass through.
    "lib/database/rate-limits.ts",
  ];
  const imported = handlers.flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /from "@\/(lib\/(?:accounts|mailboxes|domains|messages|notifications|sending|temporary-mailboxes)\/[a-z-]+)"/g,
      ),
    ].map(([, path]) => `${path}.ts`),
  );
  return [...new Set([...handlers, ...imported])];
}

function listReasons(file: string): string[] {
  const lists = [...readFileSync(file, "utf8").matchAll(REASONS)].map(([, list = ""]) => list);
  return lists.flatMap((list) => [...list.matchAll(/[a-z-]+/g)].map(([reason]) => reason));
}

/** Asked of browsers without an account; no token gets there. */
const OF_VISITORS = ["sign-in-needed", "owner-secret-needed", "captcha-needed", "captcha-wrong"];
/** Of functions in the same files that no handler calls. */
const NOT_CALLED = ["no-password", "nothing-to-approve", "nothing-to-send-again", "sending-begun"];
const reasons = [...new Set(listServiceFiles().flatMap(listReasons))]
  .filter((reason) => !OF_VISITORS.includes(reason) && !NOT_CALLED.includes(reason))
  .sort();

test("the reading finds the services and their reasons", () => {
  expect(reasons).toEqual(
    expect.arrayContaining(["mailbox-exists", "weak-password", "rate-limited", "too-late", "expiry-too-far"]),
  );
});

test.each(reasons)("the reason %s of a service has a status", (reason) => {
  expect(Object.keys(problemKinds)).toContain(reason);
});

describe("statuses", () => {
  test("not yours and not there are one and the same answer", () => {
    expect(problemKinds["not-allowed"]).toBe(problemKinds["not-found"]);
  });

  test("are errors that HTTP knows, and codes are written as reasons are", () => {
    for (const [reason, { status, code }] of Object.entries(problemKinds)) {
      expect([400, 401, 403, 404, 408, 409, 413, 415, 422, 429, 500, 503], reason).toContain(status);
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    }
  });

  test("one code has one status", () => {
    const pairs = new Set(Object.values(problemKinds).map(({ code, status }) => `${code} ${status}`));
    expect(pairs.size).toBe(new Set(Object.values(problemKinds).map(({ code }) => code)).size);
  });

  test("every reason a route lists is in the table", () => {
    for (const route of apiRoutes) {
      for (const reason of route.failures)
        expect(problemKinds[reason], `${route.path} ${reason}`).toBeDefined();
    }
  });
});
