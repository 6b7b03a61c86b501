import { describe, expect, test } from "vitest";
import {
  addMailbox,
  deleteMailbox,
  editMailbox,
  findMailbox,
  listMailboxes,
  type NewMailbox,
  setCustomAttributes,
} from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { connectRecording, connectReplay } from "@/tests/support/connect-replay";

const passwordHash = hashMachinePassword("not a typed one");
const alice: NewMailbox = {
  localPart: "Alice",
  domain: "Example.org",
  displayName: "Alice",
  passwordHash,
  quotaMiB: 100,
  attributeHash: "marker",
  tags: ["portal"],
  tlsEnforced: true,
  forcePasswordUpdate: false,
};

describe("findMailbox", () => {
  test("translates units, flags and times", async () => {
    const { server, client } = await connectRecording("mailbox-get-with-usage");
    await expect(findMailbox(client, "Alice@Example.org")).resolves.toEqual({
      state: "present",
      mailbox: {
        address: "alice@example.org",
        localPart: "alice",
        domain: "example.org",
        displayName: "Alice",
        active: "active",
        quotaMiB: 100,
        usedBytes: 52_428_800,
        messageCount: 123,
        createdAt: "2026-11-21 08:26:48",
        lastImapLoginAt: new Date(1_795_249_609_000),
        lastSmtpLoginAt: null,
        lastPop3LoginAt: null,
        lastSsoLoginAt: null,
        forcePasswordUpdate: false,
        protocols: { imap: true, smtp: true, pop3: true, sieve: true },
        authSource: "mailcow",
        attributeHash: "",
        customAttributes: {},
        tags: [],
      },
    });
    expect(server.calls[0]?.path).toBe("/api/v1/get/mailbox/alice%40example.org");
  });

  test("reads flags, tags and protocols that are not the defaults", async () => {
    const { client } = await connectRecording("mailbox-get-full");
    const lookup = await findMailbox(client, "full@example.org");
    expect(lookup).toMatchObject({
      mailbox: {
        forcePasswordUpdate: true,
        protocols: { imap: true, smtp: true, pop3: false, sieve: false },
        tags: ["portal", "team-a"],
      },
    });
  });

  test("an unlimited quota is 0, although the percentage then is text", async () => {
    const { client } = await connectRecording("mailbox-get-minimal");
    expect(await findMailbox(client, "minimal@example.org")).toMatchObject({
      mailbox: { quotaMiB: 0, displayName: "" },
    });
  });

  test.each(["mailbox-get-unknown", "mailbox-get-domain-by-unknown-tag", "alias-domain-get-mailbox"])(
    "%s means absent",
    async (name) => {
      const { client } = await connectRecording(name);
      await expect(findMailbox(client, "fi1@al2.test")).resolves.toEqual({ state: "absent" });
    },
  );

  test("a mailbox without its quota row is torn, not absent", async () => {
    const { client } = await connectRecording("torn-no-quota2-get");
    await expect(findMailbox(client, "tn1@two.test")).resolves.toEqual({ state: "torn" });
  });

  test("an answer about another mailbox is unclear", async () => {
    const { client } = await connectRecording("mailbox-get-existing");
    expect((await catchMailcowError(findMailbox(client, "bob@example.org"))).code).toBe("unclear-answer");
  });

  test("an answer that lacks what we rely on is unclear", async () => {
    const { server, client } = await connectReplay();
    server.reply({ text: '{"username":"alice@example.org","quota":"much"}' });
    expect((await catchMailcowError(findMailbox(client, "alice@example.org"))).code).toBe("unclear-answer");
  });

  test.each([
    "all",
    "",
    "a@b",
    "a/b@example.org",
    "a,b@example.org",
    "a?x=1@example.org",
    "x@exa mple.org",
    "../domain/all",
  ])("%j is refused before any call", async (address) => {
    const { server, client } = await connectReplay();
    await expect(findMailbox(client, address)).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  });
});

describe("listMailboxes", () => {
  test("lists the domain asked for", async () => {
    const { server, client } = await connectRecording("mailbox-get-reduced");
    const { mailboxes, tornCount } = await listMailboxes(client, "hash.test");
    expect(mailboxes.map(({ address }) => address)).toContain("e1@hash.test");
    expect(tornCount).toBe(0);
    expect(server.calls[0]?.path).toBe("/api/v1/get/mailbox/reduced/hash.test");
  });

  test("an unknown domain has no mailboxes, although Mailcow lists those of all others", async () => {
    const { client } = await connectRecording("mailbox-get-all-unknown-domain");
    await expect(listMailboxes(client, "nope.test")).resolves.toEqual({ mailboxes: [], tornCount: 0 });
  });

  test.each(["mailbox-get-all-empty-domain", "alias-domain-get-reduced"])(
    "%s is an empty list",
    async (name) => {
      const { client } = await connectRecording(name);
      await expect(listMailboxes(client, "empty.test")).resolves.toEqual({ mailboxes: [], tornCount: 0 });
    },
  );

  test("torn mailboxes are counted and do not spoil the list", async () => {
    const { client } = await connectRecording("torn-no-quota2-in-reduced");
    await expect(listMailboxes(client, "two.test")).resolves.toEqual({ mailboxes: [], tornCount: 1 });
  });

  test("custom attributes come with the list", async () => {
    const { client } = await connectRecording("mailbox-list-entries-with-custom-attributes");
    const { mailboxes } = await listMailboxes(client, "two.test");
    expect(mailboxes[0]?.customAttributes).toMatchObject({ portal_id: "4711", "a.b": "dot" });
  });
});

describe("addMailbox", () => {
  test("sends a lower-case address, the hash twice, MiB and every flag", async () => {
    const { server, client } = await connectRecording("mailbox-add-ok");
    await addMailbox(client, alice);
    expect(server.calls[0]).toMatchObject({
      method: "POST",
      path: "/api/v1/add/mailbox",
      body: {
        local_part: "alice",
        domain: "example.org",
        name: "Alice",
        password: passwordHash,
        password2: passwordHash,
        quota: "100",
        attribute_hash: "marker",
        tags: ["portal"],
        tls_enforce_in: "1",
        tls_enforce_out: "1",
        force_pw_update: "0",
        active: "1",
      },
    });
  });

  test("an address that is taken is rejected with Mailcow's key", async () => {
    const { client } = await connectRecording("mailbox-add-duplicate");
    expect(await catchMailcowError(addMailbox(client, alice))).toMatchObject({
      code: "rejected",
      messageKeys: ["object_exists"],
    });
  });

  test.each([
    ["a quota of 0, which is unlimited", { quotaMiB: 0 }],
    ["half a MiB, which is unlimited too", { quotaMiB: 0.5 }],
    ["a negative quota, which Mailcow stores", { quotaMiB: -5 }],
    ["a quota that is no number", { quotaMiB: Number.NaN }],
    ["a typed password", { passwordHash: "correct horse battery staple" }],
    ["a clear-text scheme", { passwordHash: "{PLAIN}correct horse" }],
    ["a name of 256 characters", { displayName: "n".repeat(256) }],
    ["a local part of 65 characters", { localPart: "l".repeat(65) }],
    ["a second @", { localPart: "a@b" }],
  ])("refuses %s before any call", async (_what, change) => {
    const { server, client } = await connectReplay();
    await expect(addMailbox(client, { ...alice, ...change })).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  });
});

describe("editMailbox", () => {
  test.each([
    [{ quotaMiB: 200 }, { quota: "200" }],
    [{ active: true }, { active: "1" }],
    [{ active: false }, { active: "0" }],
    [{ active: "no-login" as const }, { active: "2" }],
    [
      { displayName: "E", attributeHash: "again" },
      { name: "E", attribute_hash: "again" },
    ],
    [
      { imapAccess: false, smtpAccess: true },
      { imap_access: "0", smtp_access: "1" },
    ],
    [
      { pop3Access: false, sieveAccess: true },
      { pop3_access: "0", sieve_access: "1" },
    ],
    [{ addTags: ["a"] }, { tags: ["a"] }],
    [{ passwordHash }, { password: passwordHash, password2: passwordHash, force_pw_update: "0" }],
    [
      { passwordHash, forcePasswordUpdate: true },
      { password: passwordHash, password2: passwordHash, force_pw_update: "1" },
    ],
  ])("%j sends exactly %j, for one mailbox", async (changes, attr) => {
    const { server, client } = await connectRecording("mailbox-edit-quota");
    await editMailbox(client, "E1@hash.test", changes);
    expect(server.calls[0]?.body).toEqual({ items: ["e1@hash.test"], attr });
  });

  test("refuses an edit of nothing, which would still wipe the marker", async () => {
    const { server, client } = await connectReplay();
    await expect(editMailbox(client, "e1@hash.test", {})).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  });
});

describe("setCustomAttributes", () => {
  test("sends two lists of the same length", async () => {
    const { server, client } = await connectRecording("mailbox-edit-custom-attribute");
    await setCustomAttributes(client, "e1@hash.test", { portal_id: "42", role: "cowboy" });
    expect(server.calls[0]).toMatchObject({
      path: "/api/v1/edit/mailbox/custom-attribute",
      body: { items: ["e1@hash.test"], attr: { attribute: ["portal_id", "role"], value: ["42", "cowboy"] } },
    });
  });

  test.each([
    ["a key with a space, which Mailcow removes", { "with space": "1" }],
    ["an empty key", { "": "1" }],
    ["more than 16 KiB", { big: "x".repeat(16 * 1024) }],
  ])("refuses %s before any call", async (_what, attributes) => {
    const { server, client } = await connectReplay();
    await expect(setCustomAttributes(client, "e1@hash.test", attributes)).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  });
});

describe("deleteMailbox", () => {
  test("sends a bare list: an object with items would delete nothing", async () => {
    const { server, client } = await connectRecording("mailbox-delete-one");
    await expect(deleteMailbox(client, "d0@hash.test")).resolves.toEqual({ mailDataMayRemain: false });
    expect(server.calls[0]).toMatchObject({
      method: "POST",
      path: "/api/v1/delete/mailbox",
      body: ["d0@hash.test"],
    });
  });

  test.each([
    ["outage-dockerapi-broken-delete-mailbox", "nogc@hash.test"],
    ["torn-no-quota2-delete", "tn1@two.test"],
  ])("a warning (%s) means that mail data may remain", async (name, address) => {
    const { client } = await connectRecording(name);
    await expect(deleteMailbox(client, address)).resolves.toEqual({ mailDataMayRemain: true });
  });
});
