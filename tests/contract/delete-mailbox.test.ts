import { afterAll, expect, test } from "vitest";
import { addAlias, findAlias } from "@/lib/mailcow/aliases";
import { addAppPassword, listAppPasswords } from "@/lib/mailcow/app-passwords";
import { addMailbox, deleteMailbox, findMailbox } from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
afterAll(() => target.close());

async function makeMailbox(): Promise<string> {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  return mailbox.address;
}

test("§8 delete/mailbox: a bare list deletes, and reading then says absent", async () => {
  const address = await makeMailbox();
  await deleteMailbox(target.client, address);
  await expect(findMailbox(target.client, address)).resolves.toEqual({ state: "absent" });
});

test("§8 delete/mailbox: an unknown mailbox is access_denied, also the second time", async () => {
  const address = await makeMailbox();
  await deleteMailbox(target.client, address);
  expect(await catchMailcowError(deleteMailbox(target.client, address))).toMatchObject({
    code: "rejected",
    messageKeys: ["access_denied"],
  });
});

test("§8 delete/mailbox: an unknown one among good ones does not stop them", async () => {
  const first = await makeMailbox();
  const second = await makeMailbox();
  const { results } = await target.raw("delete/mailbox", {
    body: [first, target.newMailbox().address, second],
  });
  expect(results.map(([type]) => type).filter((type) => type !== "warning")).toEqual([
    "success",
    "danger",
    "success",
  ]);
});

test("§3 delete/mailbox: an object with items deletes nothing", async () => {
  const address = await makeMailbox();
  const { results } = await target.raw("delete/mailbox", { body: { items: [address] } });
  expect(results).toEqual([["danger", "access_denied"]]);
  expect((await findMailbox(target.client, address)).state).toBe("present");
});

test("§3 delete/mailbox: the target in the path is ignored", async () => {
  const address = await makeMailbox();
  const { results } = await target.raw(`delete/mailbox/${address}`, { body: [target.newMailbox().address] });
  expect(results).toEqual([["danger", "access_denied"]]);
  expect((await findMailbox(target.client, address)).state).toBe("present");
});

test("§8 delete/mailbox: aliases that point only there go too, others lose the destination", async () => {
  const address = await makeMailbox();
  const other = await makeMailbox();
  const only = target.newMailbox().address;
  const shared = target.newMailbox().address;
  const flags = { active: true, isSenderAllowed: false, isSogoVisible: false };
  await addAlias(target.client, { addresses: [only], destinations: [address], ...flags });
  await addAlias(target.client, { addresses: [shared], destinations: [address, other], ...flags });
  await deleteMailbox(target.client, address);
  await expect(findAlias(target.client, only)).resolves.toBeNull();
  expect((await findAlias(target.client, shared))?.destinations).toEqual([other]);
});

test("§8 delete/mailbox: app passwords go too, so a new owner of the address inherits none", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  await addAppPassword(target.client, {
    mailbox: mailbox.address,
    name: "old owner",
    passwordHash: hashMachinePassword("old"),
    protocols: ["imap"],
  });
  await deleteMailbox(target.client, mailbox.address);
  await addMailbox(target.client, mailbox);
  await expect(listAppPasswords(target.client, mailbox.address)).resolves.toEqual([]);
});
