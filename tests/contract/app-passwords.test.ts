import { afterAll, beforeAll, expect, test } from "vitest";
import {
  addAppPassword,
  deleteAppPassword,
  editAppPassword,
  listAppPasswords,
  type MailcowAppPassword,
} from "@/lib/mailcow/app-passwords";
import { addMailbox } from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
const { address: mailbox, ...owner } = target.newMailbox();
const passwordHash = hashMachinePassword("drawn by a machine");
beforeAll(() => addMailbox(target.client, owner));
afterAll(() => target.close());

async function find(name: string): Promise<MailcowAppPassword> {
  const found = (await listAppPasswords(target.client, mailbox)).find((password) => password.name === name);
  if (found === undefined) {
    throw new Error(`no app password ${name}`);
  }
  return found;
}

async function make(name: string): Promise<MailcowAppPassword> {
  await addAppPassword(target.client, { mailbox, name, passwordHash, protocols: ["imap", "smtp"] });
  return find(name);
}

test("§10 add/app-passwd: the list shows it active, with exactly its protocols", async () => {
  expect(await make("phone")).toMatchObject({ active: true, protocols: ["imap", "smtp"] });
});

test("§10 add/app-passwd: the answer has no id, so a name is the only way to find it", async () => {
  const { json } = await target.raw("add/app-passwd", {
    body: {
      username: mailbox,
      app_name: "no id",
      app_passwd: passwordHash,
      app_passwd2: passwordHash,
      active: "1",
      protocols: ["imap_access"],
    },
  });
  expect(json).toMatchObject([{ type: "success", msg: "app_passwd_added" }]);
});

test("§10 add/app-passwd: names need not be unique", async () => {
  await make("twice");
  await make("twice");
  const all = await listAppPasswords(target.client, mailbox);
  expect(all.filter(({ name }) => name === "twice")).toHaveLength(2);
});

test("§10 add/app-passwd: without protocols it opens nothing, without active it is off", async () => {
  await target.raw("add/app-passwd", {
    body: { username: mailbox, app_name: "bare", app_passwd: passwordHash, app_passwd2: passwordHash },
  });
  expect(await find("bare")).toMatchObject({ active: false, protocols: [] });
});

test("§10 add/app-passwd: protocol names without _access are ignored with success", async () => {
  await target.raw("add/app-passwd", {
    body: {
      username: mailbox,
      app_name: "short names",
      app_passwd: passwordHash,
      app_passwd2: passwordHash,
      active: "1",
      protocols: ["imap", "smtp"],
    },
  });
  expect((await find("short names")).protocols).toEqual([]);
});

test("§10 add/app-passwd: an unknown mailbox is access_denied", async () => {
  const call = addAppPassword(target.client, {
    mailbox: target.newMailbox().address,
    name: "x",
    passwordHash,
    protocols: ["imap"],
  });
  expect((await catchMailcowError(call)).messageKeys).toEqual(["access_denied"]);
});

test("§10 get/app-passwd/all: tells the hash, which the client keeps to itself", async () => {
  await make("secret");
  expect((await target.raw(`get/app-passwd/all/${mailbox}`)).text).toContain("{SSHA512}");
  expect(JSON.stringify(await listAppPasswords(target.client, mailbox))).not.toContain("SSHA512");
});

test("§10 get/app-passwd/all: none, and an unknown mailbox, are {}", async () => {
  const unknown = target.newMailbox().address;
  expect((await target.raw(`get/app-passwd/all/${unknown}`)).json).toEqual({});
  await expect(listAppPasswords(target.client, unknown)).resolves.toEqual([]);
});

test("§10 get/app-passwd by id is an empty 200", async () => {
  const { id } = await make("by id");
  expect(await target.raw(`get/app-passwd/${id}`)).toMatchObject({ status: 200, text: "" });
});

test("§10 edit/app-passwd: without the mailbox it is an empty 200 and changes nothing", async () => {
  const { id } = await make("no username");
  const answer = await target.raw("edit/app-passwd", { body: { items: [id], attr: { active: "0" } } });
  expect(answer).toMatchObject({ status: 200, text: "" });
  expect((await find("no username")).active).toBe(true);
});

test("§10 edit/app-passwd: with the mailbox it changes what is sent and nothing else", async () => {
  const { id } = await make("edited");
  await editAppPassword(target.client, { mailbox, id }, { active: false });
  expect(await find("edited")).toMatchObject({ id, active: false, protocols: ["imap", "smtp"] });
});

test("§10 edit/app-passwd: an unknown id is app_passwd_id_invalid", async () => {
  const call = editAppPassword(target.client, { mailbox, id: 99_999_999 }, { active: false });
  expect((await catchMailcowError(call)).messageKeys).toEqual(["app_passwd_id_invalid"]);
});

test("§10 delete/app-passwd: deletes; an unknown id is app_passwd_id_invalid", async () => {
  const { id } = await make("deleted");
  await deleteAppPassword(target.client, id);
  expect((await listAppPasswords(target.client, mailbox)).map((password) => password.id)).not.toContain(id);
  expect((await catchMailcowError(deleteAppPassword(target.client, id))).messageKeys).toEqual([
    "app_passwd_id_invalid",
  ]);
});

test("§10 delete/app-passwd: a batch stops at the first unknown id", async () => {
  const { id: kept } = await make("behind the unknown one");
  await target.raw("delete/app-passwd", { body: [99_999_999, kept] });
  expect((await find("behind the unknown one")).id).toBe(kept);
});

test("§II.2 names are escaped twice, which the client undoes", async () => {
  await target.raw("add/app-passwd", {
    body: {
      username: mailbox,
      app_name: "Thunderbird <Büro>",
      app_passwd: passwordHash,
      app_passwd2: passwordHash,
      active: "1",
      protocols: ["imap_access"],
    },
  });
  const { text } = await target.raw(`get/app-passwd/all/${mailbox}`);
  expect(JSON.parse(text).map(({ name }: { name: string }) => name)).toContain(
    "Thunderbird &amp;lt;Büro&amp;gt;",
  );
  expect((await find("Thunderbird <Büro>")).active).toBe(true);
});

test("§II.2 a name of 300 characters is an empty 200 and creates nothing", async () => {
  const answer = await target.raw("add/app-passwd", {
    body: {
      username: mailbox,
      app_name: "N".repeat(300),
      app_passwd: passwordHash,
      app_passwd2: passwordHash,
      active: "1",
      protocols: ["imap_access"],
    },
  });
  expect(answer).toMatchObject({ status: 200, text: "" });
});
