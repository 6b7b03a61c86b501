import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkerContext } from "@/lib/context/portal-context";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { getMailPage } from "@/lib/mailboxes/queries";
import { addAlias } from "@/lib/mailcow/aliases";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { makeByHand } from "@/tests/support/make-by-hand";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal();
});
afterAll(() => portal.close());

/** A worker that is overtaken between its look and its `add/mailbox`. */
function overtakenBy(intrude: () => Promise<void>): WorkerContext {
  const { mailcow } = portal.context;
  let isOvertaken = false;
  return {
    ...acceptEveryLogin(portal.context),
    mailcow: {
      ...mailcow,
      post: async (endpoint, body, deadline) => {
        if (endpoint === "add/mailbox" && !isOvertaken) {
          isOvertaken = true;
          await intrude();
        }
        return mailcow.post(endpoint, body, deadline);
      },
    },
  };
}

const state = () => JSON.stringify(portal.sandbox.listMailboxes().mailboxes);

test("a mailbox made by hand between look and creation stays untouched, and the person is told, 50 of 50", async () => {
  for (let round = 0; round < 50; round += 1) {
    const person = await portal.register();
    let before = "";
    const worker = overtakenBy(async () => {
      await makeByHand(portal.context.mailcow, person.address);
      before = state();
    });
    await carryOutOperation(worker, person.operationId);
    expect(state()).toBe(before);
    const page = await getMailPage(portal.context, person.actor);
    expect(page.mailbox).toMatchObject({ state: "needs-user", reason: "address-taken" });
    expect(page.operation).toMatchObject({ state: "needs-user", reason: "address-taken" });
  }
});

test("an alias made at the address in between is left alone as well", async () => {
  const owner = await portal.register();
  await carryOutOperation(acceptEveryLogin(portal.context), owner.operationId);
  const person = await portal.register();
  const worker = overtakenBy(async () => {
    await addAlias(portal.context.mailcow, {
      addresses: [person.address],
      destinations: [owner.address],
      active: true,
      isSenderAllowed: true,
      isSogoVisible: true,
    });
  });
  await carryOutOperation(worker, person.operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "NEEDS_USER",
    reason: "address-taken",
  });
  expect(portal.sandbox.listMailboxes().creations[person.address]).toBeUndefined();
});

test("two portals on one Mailcow: the second leaves the first's mailbox alone", async () => {
  const person = await portal.register();
  const other = await openTestPortal();
  const first = { ...acceptEveryLogin(other.context), mailcow: portal.context.mailcow };
  const rival = await other.register(person.address.split("@")[0]);
  await carryOutOperation(first, rival.operationId);
  expect(await other.getMailbox(rival.mailboxId)).toMatchObject({ state: "ACTIVE" });
  const before = state();
  await carryOutOperation(acceptEveryLogin(portal.context), person.operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({
    state: "NEEDS_USER",
    reason: "address-taken",
  });
  expect(state()).toBe(before);
  await other.close();
});
