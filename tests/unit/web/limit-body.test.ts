import { expect, test } from "vitest";
import { isBodyTooLarge } from "@/lib/web/limit-body";

const MIB = 1024 * 1024;

function post(url: string, headers: Record<string, string>) {
  return isBodyTooLarge({ method: "POST", url, headers });
}

test("a form may bring a mebibyte, and only the one for writing mail brings files", () => {
  expect(post("/sign-in", { "content-length": String(MIB) })).toBe(false);
  expect(post("/sign-in", { "content-length": String(MIB + 1) })).toBe(true);
  expect(post("/inbox/compose", { "content-length": String(20 * MIB) })).toBe(false);
  expect(post("/inbox/compose?mode=draft", { "content-length": String(20 * MIB) })).toBe(false);
  expect(post("/inbox/composed", { "content-length": String(20 * MIB) })).toBe(true);
});

test("a body that does not say how long it is gets no further, except where it is counted while it is read", () => {
  expect(post("/sign-in", { "transfer-encoding": "chunked" })).toBe(true);
  expect(post("/api/v1/messages", { "transfer-encoding": "chunked" })).toBe(false);
  expect(isBodyTooLarge({ method: "GET", url: "/sign-in", headers: {} })).toBe(false);
});
