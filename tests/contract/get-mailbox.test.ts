import { afterAll, beforeAll, expect, test } from "vitest";
import { addMailbox, findMailbox, listMailboxes } from "@/lib/mailcow/mailboxes";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
const mailbox = target.newMailbox();
beforeAll(() => addMailbox(target.client, mailbox));
afterAll(() => target.close());

test("§6 get/mailbox: %40 and upper case find the mailbox", async () => {
  const found = await findMailbox(target.client, mailbox.address.toUpperCase());
  expect(found).toMatchObject({ state: "present", mailbox: { address: mailbox.address } });
});

test.each(["nobody", "nobody-at-all"])("§6 get/mailbox: the unknown %s is {} with 200", async (localPart) => {
  const address = `${localPart}@${target.domain}`;
  expect(await target.raw(`get/mailbox/${address}`)).toMatchObject({ status: 200, json: {} });
  await expect(findMailbox(target.client, address)).resolves.toEqual({ state: "absent" });
});

test("§6 get/mailbox: an unknown domain and a malformed address are {} too", async () => {
  expect((await target.raw("get/mailbox/a@unknown-to-all.test")).json).toEqual({});
  expect((await target.raw("get/mailbox/notanaddress")).json).toEqual({});
});

test("§6 get/mailbox: quota and usage are bytes, flags are text, logins are unix seconds with 0 for never", async () => {
  expect((await target.raw(`get/mailbox/${mailbox.address}`)).json).toMatchObject({
    quota: 10 * 1024 * 1024,
    quota_used: 0,
    messages: 0,
    active: 1,
    last_imap_login: 0,
    attributes: { force_pw_update: "0", imap_access: "1" },
  });
});

test("§6 get/mailbox: created is local time without a zone", async () => {
  const found = await findMailbox(target.client, mailbox.address);
  expect(found).toMatchObject({
    mailbox: { createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/) },
  });
});

test("§6 get/mailbox: custom attributes are [] when there are none", async () => {
  expect((await target.raw(`get/mailbox/${mailbox.address}`)).json).toMatchObject({ custom_attributes: [] });
});

test("§6 get/mailbox/reduced: lists the domain with usage, marker and tags", async () => {
  const { mailboxes, tornCount } = await listMailboxes(target.client, target.domain);
  expect(mailboxes).toHaveLength(1);
  expect(mailboxes[0]).toMatchObject({
    address: mailbox.address,
    usedBytes: 0,
    attributeHash: mailbox.attributeHash,
    tags: ["contract"],
  });
  expect(tornCount).toBe(0);
});

test("§6 get/mailbox/reduced: an unknown domain lists other domains' mailboxes, which the client leaves out", async () => {
  const raw = await target.raw("get/mailbox/reduced/unknown-to-all.test");
  expect(raw.text).toContain(mailbox.address);
  const listed = await listMailboxes(target.client, "unknown-to-all.test");
  expect(listed).toEqual({ mailboxes: [], tornCount: 0 });
});

test("§6 get/mailbox/reduced: a domain without mailboxes is {}", async () => {
  const empty = `empty-${target.domain}`;
  await target.raw("add/domain", { body: { domain: empty } });
  const raw = await target.raw(`get/mailbox/reduced/${empty}`);
  const listed = await listMailboxes(target.client, empty);
  await target.raw("delete/domain", { body: [empty] });
  expect(raw.json).toEqual({});
  expect(listed.mailboxes).toEqual([]);
});
