import { describe, expect, test } from "vitest";
import { pickLogFields } from "@/lib/logging/pick-log-fields";
import { serializeError } from "@/lib/logging/serialize-error";

describe("pickLogFields", () => {
  test("keeps plain values of allowed names", () => {
    expect(pickLogFields({ operationId: "o1", attempt: 2, messageKeys: ["object_exists"] })).toEqual({
      operationId: "o1",
      attempt: 2,
      messageKeys: ["object_exists"],
    });
  });

  test.each([
    ["an unknown name", { password: "canary" }],
    ["a header bag", { headers: { authorization: "canary" } }],
    ["an object under an allowed name", { reason: { body: "canary" } }],
    ["an object hidden in a list", { messageKeys: [{ token: "canary" }] }],
  ])("drops %s and keeps only its name", (_, fields) => {
    const picked = pickLogFields(fields);
    expect(JSON.stringify(picked)).not.toContain("canary");
    expect(picked).toEqual({ dropped: Object.keys(fields) });
  });

  test("cuts a text that has no end", () => {
    expect(String(pickLogFields({ reason: "x".repeat(10_000) }).reason).length).toBeLessThan(600);
  });
});

describe("serializeError", () => {
  test("keeps name, code, message and the names of causes, and nothing an error was decorated with", () => {
    const cause = Object.assign(new TypeError("sent canary-1"), { code: "ECONNRESET" });
    const error = Object.assign(new Error("it failed", { cause }), {
      code: "timed-out",
      request: { headers: { "x-api-key": "canary-2" } },
    });
    const serialized = serializeError(error);
    expect(serialized).toMatchObject({ name: "Error", message: "it failed", code: "timed-out" });
    expect(serialized.causes).toEqual(["TypeError ECONNRESET"]);
    expect(JSON.stringify(serialized)).not.toMatch(/canary/);
  });

  test("a thrown non-error is not printed", () => {
    expect(serializeError({ password: "canary" })).toEqual({ name: "NotAnError", message: "object" });
  });
});
