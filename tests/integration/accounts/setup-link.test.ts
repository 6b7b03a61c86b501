import { afterEach, beforeEach, expect, test } from "vitest";
import { createAccount } from "@/lib/accounts/create-account";
import { disableAccount } from "@/lib/accounts/disable-account";
import { claimSetupLink, createSetupLink, isSetupLinkValid } from "@/lib/accounts/setup-link";
import { openTestPortal, TEST_PASSWORD, type TestPortal, VISITOR } from "@/tests/support/test-portal";

let portal: TestPortal;
beforeEach(async () => {
  portal = await openTestPortal();
});
afterEach(() => portal.close());

async function newLink(): Promise<string> {
  const link = await createSetupLink(portal.context);
  if (!link.ok) throw new Error(link.failure.reason);
  return new URL(link.value.url).searchParams.get("token") ?? "";
}

const claim = (token: string, address = "boss@pasture.test", createMailbox = true) =>
  claimSetupLink(portal.context, VISITOR, { token, address, password: TEST_PASSWORD, createMailbox });

test("the link makes one admin with a mailbox, and closes the door behind it", async () => {
  const token = await newLink();
  expect(await isSetupLinkValid(portal.context, token)).toBe(true);
  const claimed = await claim(token);
  expect(claimed).toMatchObject({
    ok: true,
    value: { address: "boss@pasture.test", mailboxId: expect.any(String) },
  });
  expect(await portal.context.database.prisma.account.findMany({ select: { role: true } })).toEqual([
    { role: "ADMIN" },
  ]);
  expect(await isSetupLinkValid(portal.context, token)).toBe(false);
  expect(await claim(token, "second@pasture.test")).toMatchObject({ failure: { reason: "link-invalid" } });
  expect(await createSetupLink(portal.context)).toEqual({ ok: false, failure: { reason: "setup-closed" } });
});

test("of ten claims of one link at once exactly one gets through", async () => {
  const token = await newLink();
  const claims = await Promise.all(
    Array.from({ length: 10 }, (_, index) => claim(token, `boss${index}x@pasture.test`, false)),
  );
  expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await portal.context.database.prisma.account.count()).toBe(1);
});

test("of two links claimed at once exactly one gets through", async () => {
  const tokens = await Promise.all([newLink(), newLink()]);
  const claims = await Promise.all(tokens.map((token, index) => claim(token, `boss${index}x@pasture.test`)));
  expect(claims.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await portal.context.database.prisma.account.count({ where: { role: "ADMIN" } })).toBe(1);
});

test("a link that is too old, made up or mistyped opens nothing", async () => {
  const token = await newLink();
  await portal.context.database.prisma.oneTimeLink.updateMany({
    data: { expiresAt: new Date(Date.now() - 1) },
  });
  for (const attempt of [token, `${token}x`, "", "setup_"]) {
    expect(await claim(attempt)).toMatchObject({ failure: { reason: "link-invalid" } });
  }
});

test("a claim that fails for the address leaves the link usable", async () => {
  const token = await newLink();
  expect(await claim(token, "no address")).toMatchObject({ failure: { reason: "invalid-address" } });
  expect(await claim(token, "boss@elsewhere.test")).toMatchObject({ failure: { reason: "unknown-domain" } });
  expect((await claim(token)).ok).toBe(true);
});

test("an admin made on the machine closes the door too, and the last admin cannot be disabled", async () => {
  const token = await newLink();
  const system = { kind: "system", name: "test" } as const;
  const input = { password: TEST_PASSWORD, role: "ADMIN", withMailbox: false } as const;
  await createAccount(portal.context, system, { ...input, address: "one@pasture.test" });
  expect(await claim(token)).toMatchObject({ failure: { reason: "link-invalid" } });
  expect(await disableAccount(portal.context, system, { address: "one@pasture.test" })).toMatchObject({
    failure: { reason: "last-admin" },
  });
  await createAccount(portal.context, system, { ...input, address: "two@pasture.test" });
  const both = await Promise.all(
    ["one@pasture.test", "two@pasture.test"].map((address) =>
      disableAccount(portal.context, system, { address }),
    ),
  );
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
});
