import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  addAppPassword,
  deleteAppPassword,
  editAppPassword,
  listAppPasswords,
  type NewAppPassword,
} from "@/lib/mailcow/app-passwords";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { connectRecording, connectReplay } from "@/tests/support/connect-replay";

const passwordHash = hashMachinePassword("drawn by a machine");
const phone: NewAppPassword = {
  mailbox: "E2@hash.test",
  name: "phone",
  passwordHash,
  protocols: ["imap", "smtp"],
};

describe("listAppPasswords", () => {
  test("tells name, protocols and state, and never the hash", async () => {
    const { client } = await connectRecording("app-passwd-get-all");
    const passwords = await listAppPasswords(client, "e2@hash.test");
    expect(passwords[0]).toEqual({
      id: 1,
      name: "phone",
      active: true,
      protocols: ["imap", "smtp"],
      createdAt: "2026-11-21 08:34:00",
    });
    expect(passwords.map(({ name, active, protocols }) => ({ name, active, protocols }))).toContainEqual({
      name: "noproto",
      active: true,
      protocols: [],
    });
    expect(inspect(passwords)).not.toMatch(/BLF-CRYPT|\$2y\$/);
  });

  test("names come back as they were typed, although Mailcow escapes them twice", async () => {
    const { client } = await connectRecording("app-passwd-get-ssha512");
    expect((await listAppPasswords(client, "ap1@two.test"))[0]?.name).toBe("Thunderbird <Büro>");
  });

  test("none is an empty list", async () => {
    const { client } = await connectRecording("app-passwd-get-all-empty");
    await expect(listAppPasswords(client, "e2@hash.test")).resolves.toEqual([]);
  });
});

describe("addAppPassword", () => {
  test("says active, the hash twice and the protocols in Mailcow's words", async () => {
    const { server, client } = await connectRecording("app-passwd-add-ok");
    await addAppPassword(client, phone);
    expect(server.calls[0]?.body).toEqual({
      username: "e2@hash.test",
      active: "1",
      app_name: "phone",
      app_passwd: passwordHash,
      app_passwd2: passwordHash,
      protocols: ["imap_access", "smtp_access"],
    });
  });

  test.each([
    ["a name Mailcow would escape", { name: "Tom & Jerry" }],
    ["a name it would crash on", { name: "n".repeat(300) }],
    ["an empty name", { name: "" }],
    ["no protocol, which makes a password that opens nothing", { protocols: [] }],
    ["a typed password", { passwordHash: "hunter2" }],
  ])("refuses %s before any call", async (_what, change) => {
    const { server, client } = await connectReplay();
    await expect(addAppPassword(client, { ...phone, ...change })).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  });
});

test("editAppPassword always names the mailbox: without it Mailcow crashes and changes nothing", async () => {
  const { server, client } = await connectRecording("app-passwd-edit-with-username");
  await editAppPassword(client, { mailbox: "e2@hash.test", id: 6 }, { active: false, name: "renamed" });
  expect(server.calls[0]?.body).toEqual({
    items: [6],
    attr: { username: "e2@hash.test", active: "0", app_name: "renamed" },
  });
});

test("deleteAppPassword deletes one: a batch stops at the first id Mailcow does not know", async () => {
  const { server, client } = await connectRecording("app-passwd-delete");
  await deleteAppPassword(client, 1);
  expect(server.calls[0]?.body).toEqual([1]);
});
