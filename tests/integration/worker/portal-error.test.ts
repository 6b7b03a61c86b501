import { afterAll, beforeAll, expect, test } from "vitest";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { SealError } from "@/lib/secrets/keyring";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "none" });
});
afterAll(() => portal.close());

test("a fault of the portal itself is tried again, and then shown instead of an endless wait", async () => {
  const person = await portal.register();
  const keyring = {
    ...portal.context.keyring,
    open: () => {
      throw new SealError("a sealed value was made with a key that is not in ENCRYPTION_KEYS");
    },
  };
  await carryOutOperation({ ...portal.context, keyring }, person.operationId);
  expect(await portal.getOperation(person.operationId)).toMatchObject({
    state: "WAITING",
    reason: "portal-error",
  });
  for (let tries = 1; tries < 5; tries += 1) {
    await carryOutOperation({ ...portal.context, keyring }, person.operationId);
  }
  expect(await portal.getOperation(person.operationId)).toMatchObject({
    state: "NEEDS_ADMIN",
    reason: "portal-error",
  });
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "NEEDS_ADMIN" });
});
