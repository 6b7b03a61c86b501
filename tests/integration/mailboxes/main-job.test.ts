import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readStamp } from "@/lib/mailboxes/ownership";
import { getMailPage } from "@/lib/mailboxes/queries";
import { findMailbox } from "@/lib/mailcow/mailboxes";
import { openTestPortal, TEST_PASSWORD, type TestPortal } from "@/tests/support/test-portal";

describe("registering with Mailcow at hand", () => {
  let portal: TestPortal;
  beforeAll(async () => {
    portal = await openTestPortal({ mail: "auto" });
    await portal.startWorker();
  });
  afterAll(() => portal.close());

  test("the account gets a mailbox of the same address that accepts the typed password over IMAP", async () => {
    const person = await portal.register();
    const mailbox = await portal.untilMailbox(person.mailboxId, "ACTIVE");
    expect(mailbox).toMatchObject({ address: person.address, quotaMiB: 1024, reason: null });
    expect(mailbox.madeAt).not.toBeNull();
    expect(mailbox.loginProvenAt).not.toBeNull();
    expect(mailbox.webmailReadyAt).not.toBeNull();
    expect(await portal.context.mailLogins.prove(person.address, TEST_PASSWORD)).toEqual({
      state: "accepted",
    });
    expect(await portal.context.mailLogins.prove(person.address, "another password")).toEqual({
      state: "refused",
    });
  });

  test("Mailcow's mailbox carries our marker, then the lasting stamp, once and with TLS enforced", async () => {
    const person = await portal.register();
    await portal.untilMailbox(person.mailboxId, "ACTIVE");
    const found = await findMailbox(portal.context.mailcow, person.address);
    if (found.state !== "present") throw new Error(`the mailbox is ${found.state}`);
    expect(await readStamp(portal.context, found.mailbox)).toBe(person.operationId);
    expect(found.mailbox.tags).toContain("pasture");
    const { creations } = portal.sandbox.listMailboxes();
    expect(creations[person.address]).toBe(1);
  });

  test("when the work is done the hash is wiped and the page shows four finished steps", async () => {
    const person = await portal.register();
    await portal.untilMailbox(person.mailboxId, "ACTIVE");
    const operation = await portal.getOperation(person.operationId);
    expect(operation).toMatchObject({ state: "DONE", passwordHashSealed: null, reason: null });
    const page = await getMailPage(portal.context, person.actor);
    expect(page.mailbox?.steps.map(({ name, state }) => [name, state])).toEqual([
      ["account", "done"],
      ["mailbox", "done"],
      ["login", "done"],
      ["webmail", "done"],
    ]);
    expect(page.mailbox).toMatchObject({ state: "active", usedBytes: expect.any(Number) });
    expect(page.operation).toMatchObject({ state: "done" });
  });
});
