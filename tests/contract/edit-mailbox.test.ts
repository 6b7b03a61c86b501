import { afterAll, expect, test } from "vitest";
import {
  addMailbox,
  editMailbox,
  findMailbox,
  listMailboxes,
  type MailboxChanges,
  type MailcowMailbox,
  setCustomAttributes,
} from "@/lib/mailcow/mailboxes";
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

async function read(address: string): Promise<MailcowMailbox> {
  const lookup = await findMailbox(target.client, address);
  if (lookup.state !== "present") {
    throw new Error(`${address} is ${lookup.state}`);
  }
  return lookup.mailbox;
}

function editRaw(address: string, attr: Record<string, unknown>) {
  return target.raw("edit/mailbox", { body: { items: [address], attr } });
}

test("§7 edit/mailbox: what is not sent stays", async () => {
  const address = await makeMailbox();
  await editMailbox(target.client, address, { quotaMiB: 20 });
  await editMailbox(target.client, address, { displayName: "Renamed" });
  expect(await read(address)).toMatchObject({ quotaMiB: 20, displayName: "Renamed", active: "active" });
});

test.each<[boolean | "no-login", string]>([
  [false, "disabled"],
  ["no-login", "no-login"],
  [true, "active"],
])("§7 edit/mailbox: active %s is read back as %s", async (active, expected) => {
  const address = await makeMailbox();
  await editMailbox(target.client, address, { active });
  expect((await read(address)).active).toBe(expected);
});

test("§7 edit/mailbox: each protocol can be switched off by itself", async () => {
  const address = await makeMailbox();
  await editMailbox(target.client, address, { pop3Access: false });
  await editMailbox(target.client, address, { sieveAccess: false });
  expect((await read(address)).protocols).toEqual({ imap: true, smtp: true, pop3: false, sieve: false });
});

test("§7 edit/mailbox: an empty name keeps the name", async () => {
  const address = await makeMailbox();
  await editRaw(address, { name: "" });
  expect((await read(address)).displayName).toBe("Contract");
});

test("§7 edit/mailbox: an empty quota keeps the quota, 0 makes it unlimited", async () => {
  const address = await makeMailbox();
  await editRaw(address, { quota: "" });
  expect((await read(address)).quotaMiB).toBe(10);
  await editRaw(address, { quota: "0" });
  expect((await read(address)).quotaMiB).toBe(0);
});

test("§7 edit/mailbox: a quota beyond what is left is mailbox_quota_left_exceeded", async () => {
  const address = await makeMailbox();
  const error = await catchMailcowError(editMailbox(target.client, address, { quotaMiB: 99_999 }));
  expect(error.messageKeys).toEqual(["mailbox_quota_left_exceeded"]);
});

test("§7 edit/mailbox: an unknown mailbox is access_denied", async () => {
  const address = target.newMailbox().address;
  expect(await catchMailcowError(editMailbox(target.client, address, { active: false }))).toMatchObject({
    code: "rejected",
    messageKeys: ["access_denied"],
  });
});

test("§7 edit/mailbox: in a batch a bad item does not stop the others, and is not named", async () => {
  const address = await makeMailbox();
  const { results } = await target.raw("edit/mailbox", {
    body: { items: [target.newMailbox().address, address], attr: { quota: "30" } },
  });
  expect(results).toEqual([
    ["danger", "access_denied"],
    ["success", "mailbox_modified"],
  ]);
  expect((await read(address)).quotaMiB).toBe(30);
});

test("§7 edit/mailbox: an unknown attribute is ignored with success", async () => {
  const address = await makeMailbox();
  expect((await editRaw(address, { bogus: "1" })).results).toEqual([["success", "mailbox_modified"]]);
});

test("§7 edit/mailbox: a password alone leaves the demand to change it; the client takes it back", async () => {
  const address = await makeMailbox();
  const passwordHash = hashMachinePassword("second");
  await editMailbox(target.client, address, { forcePasswordUpdate: true });
  await editRaw(address, { password: passwordHash, password2: passwordHash });
  expect((await read(address)).forcePasswordUpdate).toBe(true);
  await editMailbox(target.client, address, { passwordHash });
  expect((await read(address)).forcePasswordUpdate).toBe(false);
});

test("§7 edit/mailbox: a refused password means that nothing else of the edit was applied", async () => {
  const address = await makeMailbox();
  const { results } = await editRaw(address, { password: "abc", password2: "abc", name: "Not applied" });
  expect(results).toEqual([["danger", "password_complexity"]]);
  expect((await read(address)).displayName).toBe("Contract");
});

test("§7 edit/mailbox: TLS flags are ignored with success", async () => {
  const address = await makeMailbox();
  await editRaw(address, { tls_enforce_in: "1" });
  expect((await target.raw(`get/mailbox/${address}`)).json).toMatchObject({
    attributes: { tls_enforce_in: "0" },
  });
});

test("§7 edit/mailbox: tags are added, never taken away", async () => {
  const address = await makeMailbox();
  await editMailbox(target.client, address, { addTags: ["second"] });
  expect([...(await read(address)).tags].sort()).toEqual(["contract", "second"]);
});

test.each<[string, MailboxChanges]>([
  ["quota", { quotaMiB: 20 }],
  ["active", { active: false }],
  ["name", { displayName: "Other" }],
  ["password", { passwordHash: hashMachinePassword("other") }],
  ["protocol", { imapAccess: false }],
  ["tags", { addTags: ["more"] }],
])("§II.3 an edit of %s resets the marker and keeps custom attributes", async (_what, changes) => {
  const address = await makeMailbox();
  await setCustomAttributes(target.client, address, { portal_id: "4711" });
  await editMailbox(target.client, address, changes);
  expect(await read(address)).toMatchObject({ attributeHash: "", customAttributes: { portal_id: "4711" } });
});

test("§II.3 a marker sent along with an edit is kept", async () => {
  const address = await makeMailbox();
  await editMailbox(target.client, address, { active: true, attributeHash: "again" });
  expect((await read(address)).attributeHash).toBe("again");
});

test("§II.3 setting custom attributes keeps the marker and replaces all of them", async () => {
  const address = await makeMailbox();
  const { attributeHash } = await read(address);
  await setCustomAttributes(target.client, address, { first: "1", second: "2" });
  await setCustomAttributes(target.client, address, { third: "3" });
  expect(await read(address)).toMatchObject({ attributeHash, customAttributes: { third: "3" } });
  expect((await read(address)).customAttributes).not.toHaveProperty("first");
});

test("§II.3 custom attributes come with the list of a domain", async () => {
  const address = await makeMailbox();
  await setCustomAttributes(target.client, address, { portal_id: "list" });
  const { mailboxes } = await listMailboxes(target.client, target.domain);
  const listed = mailboxes.find((mailbox) => mailbox.address === address);
  expect(listed?.customAttributes).toEqual({ portal_id: "list" });
});

test("§II.3 custom attributes: text of any kind comes back as it was sent", async () => {
  const address = await makeMailbox();
  const attributes = { nöte: "Grüße 😀 <b>&amp;\"'", "a.b": "dot", empty: "" };
  await setCustomAttributes(target.client, address, attributes);
  expect((await read(address)).customAttributes).toEqual(attributes);
});

test("§II.3 custom attributes: spaces are removed from keys", async () => {
  const address = await makeMailbox();
  await target.raw("edit/mailbox/custom-attribute", {
    body: { items: [address], attr: { attribute: ["with space"], value: ["1"] } },
  });
  expect((await read(address)).customAttributes).toEqual({ withspace: "1" });
});

test("§II.3 custom attributes: keys 0 and 1 come back as a list, which the client reads as keys", async () => {
  const address = await makeMailbox();
  await setCustomAttributes(target.client, address, { 0: "x", 1: "y" });
  expect((await target.raw(`get/mailbox/${address}`)).json).toMatchObject({ custom_attributes: ["x", "y"] });
  expect((await read(address)).customAttributes).toEqual({ 0: "x", 1: "y" });
});

test("§7 custom attributes: any other shape wipes them, with success", async () => {
  const address = await makeMailbox();
  await setCustomAttributes(target.client, address, { portal_id: "1" });
  const { results } = await target.raw("edit/mailbox/custom-attribute", {
    body: { items: [address], attr: { portal_id: "42" } },
  });
  expect(results).toEqual([["success", "mailbox_modified"]]);
  expect((await read(address)).customAttributes).toEqual({});
});

test("§II.3 custom attributes: lists of unequal length are an empty 200 and change nothing", async () => {
  const address = await makeMailbox();
  await setCustomAttributes(target.client, address, { a: "1" });
  const answer = await target.raw("edit/mailbox/custom-attribute", {
    body: { items: [address], attr: { attribute: ["a", "b"], value: ["2"] } },
  });
  expect(answer).toMatchObject({ status: 200, text: "" });
  expect((await read(address)).customAttributes).toEqual({ a: "1" });
});

test("§II.3 custom attributes: none at all can be set", async () => {
  const address = await makeMailbox();
  await setCustomAttributes(target.client, address, { a: "1" });
  await setCustomAttributes(target.client, address, {});
  expect((await read(address)).customAttributes).toEqual({});
});

test("§II.3 custom attributes of an unknown mailbox are access_denied", async () => {
  const call = setCustomAttributes(target.client, target.newMailbox().address, { a: "1" });
  expect((await catchMailcowError(call)).messageKeys).toEqual(["access_denied"]);
});
