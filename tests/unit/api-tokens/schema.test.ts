import { expect, test } from "vitest";
import { createTokenInput } from "@/lib/api-tokens/schema";

const TOKEN = { name: "backup script", scopes: ["mailbox:read"] };

test("a token expires in 90 days unless said otherwise, and works from everywhere", () => {
  expect(createTokenInput.parse(TOKEN)).toMatchObject({ expiresInDays: 90, networks: [] });
  expect(createTokenInput.parse({ ...TOKEN, expiresInDays: null }).expiresInDays).toBeNull();
});

test.each([
  { scopes: [] },
  { scopes: ["everything"] },
  { name: "  " },
  { networks: ["192.0.2.0/33"] },
  { networks: ["here"] },
  { expiresInDays: 0 },
])("%j is refused", (change) => {
  expect(createTokenInput.safeParse({ ...TOKEN, ...change }).success).toBe(false);
});

test.each(["192.0.2.7", "192.0.2.0/24", "2001:db8::1", "2001:db8::/32"])(
  "network %s is understood",
  (network) => {
    expect(createTokenInput.parse({ ...TOKEN, networks: [network] }).networks).toEqual([network]);
  },
);
