import { hash } from "argon2";
import { afterAll, expect, test } from "vitest";
import { addAlias } from "@/lib/mailcow/aliases";
import { addMailbox, findMailbox, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
afterAll(() => target.close());

async function read(address: string): Promise<MailcowMailbox> {
  const lookup = await findMailbox(target.client, address);
  if (lookup.state !== "present") {
    throw new Error(`${address} is ${lookup.state}`);
  }
  return lookup.mailbox;
}

/** The attributes of a new mailbox in Mailcow's words, for what our client would not send. */
function rawMailbox(change: Record<string, unknown>): { address: string; body: Record<string, unknown> } {
  const { address, localPart, domain, passwordHash } = target.newMailbox();
  return {
    address,
    body: {
      local_part: localPart,
      domain,
      name: "Raw",
      password: passwordHash,
      password2: passwordHash,
      quota: "10",
      active: "1",
      ...change,
    },
  };
}

test("§5 add/mailbox: a new mailbox can be read back at once", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  expect(await read(mailbox.address)).toMatchObject({
    address: mailbox.address,
    displayName: "Contract",
    active: "active",
    quotaMiB: 10,
    usedBytes: 0,
    messageCount: 0,
    lastImapLoginAt: null,
    authSource: "mailcow",
    customAttributes: {},
  });
});

test("§5 add/mailbox: the answer holds more than one success, the last one names the mailbox", async () => {
  const { address, body } = rawMailbox({});
  const { json } = await target.raw("add/mailbox", { body });
  const last = Array.isArray(json) ? json.at(-1) : undefined;
  expect(last).toMatchObject({ type: "success", msg: ["mailbox_added", address] });
});

test("§5 add/mailbox: local part and domain are stored in lower case", async () => {
  const { address, body } = rawMailbox({});
  const shouted = {
    ...body,
    local_part: String(body.local_part).toUpperCase(),
    domain: target.domain.toUpperCase(),
  };
  await target.raw("add/mailbox", { body: shouted });
  expect((await read(address)).address).toBe(address);
});

test("§5 add/mailbox: a duplicate in any case is refused with object_exists", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  const { body } = rawMailbox({ local_part: mailbox.localPart.toUpperCase() });
  expect((await target.raw("add/mailbox", { body })).results).toEqual([["danger", "object_exists"]]);
  expect(await catchMailcowError(addMailbox(target.client, mailbox))).toMatchObject({
    code: "rejected",
    messageKeys: ["object_exists"],
  });
});

test("§5 add/mailbox: an address that is an alias is refused with is_alias", async () => {
  const { address, ...mailbox } = target.newMailbox();
  await addAlias(target.client, {
    addresses: [address],
    destinations: [target.newMailbox().address],
    active: true,
    isSenderAllowed: false,
    isSogoVisible: false,
  });
  expect((await catchMailcowError(addMailbox(target.client, mailbox))).messageKeys).toEqual(["is_alias"]);
});

test("§5 add/mailbox: an unknown domain is access_denied", async () => {
  const mailbox = { ...target.newMailbox(), domain: "unknown-to-all.test" };
  expect((await catchMailcowError(addMailbox(target.client, mailbox))).messageKeys).toEqual([
    "access_denied",
  ]);
});

test.each(["bad local part", "a..b", "", "jürgen", "l".repeat(65)])(
  "§5 add/mailbox: the local part %j is mailbox_invalid",
  async (local_part) => {
    const { body } = rawMailbox({ local_part });
    expect((await target.raw("add/mailbox", { body })).results).toEqual([["danger", "mailbox_invalid"]]);
  },
);

test("§5 add/mailbox: a local part of 64 characters and one with + are accepted", async () => {
  const long = { ...target.newMailbox(), localPart: "l".repeat(64) };
  await addMailbox(target.client, long);
  const tagged = { ...target.newMailbox(), localPart: "bob+tag" };
  await addMailbox(target.client, tagged);
  expect((await read(`bob+tag@${target.domain}`)).localPart).toBe("bob+tag");
});

test("§5 add/mailbox: a weak password is password_complexity, without saying which rule", async () => {
  const { body } = rawMailbox({ password: "abc", password2: "abc" });
  expect((await target.raw("add/mailbox", { body })).results).toEqual([["danger", "password_complexity"]]);
});

test("§5 add/mailbox: an unequal repetition is password_mismatch", async () => {
  const { body } = rawMailbox({ password2: "Different-1!" });
  expect((await target.raw("add/mailbox", { body })).results).toEqual([["danger", "password_mismatch"]]);
});

test("§5 add/mailbox: a quota above the domain's limit is mailbox_quota_exceeded", async () => {
  const mailbox = { ...target.newMailbox(), quotaMiB: 99_999 };
  expect((await catchMailcowError(addMailbox(target.client, mailbox))).messageKeys).toEqual([
    "mailbox_quota_exceeded",
  ]);
});

test.each(["0", "0.5"])("§5 add/mailbox: a quota of %s is accepted and unlimited", async (quota) => {
  const { address, body } = rawMailbox({ quota });
  await target.raw("add/mailbox", { body });
  expect((await read(address)).quotaMiB).toBe(0);
});

test("§5 add/mailbox: a negative quota is accepted", async () => {
  const { address, body } = rawMailbox({ quota: "-5" });
  await target.raw("add/mailbox", { body });
  expect((await read(address)).quotaMiB).toBe(-5);
});

test("§5 add/mailbox: without a name the name is empty", async () => {
  const { address, body } = rawMailbox({ name: undefined });
  await target.raw("add/mailbox", { body });
  expect((await read(address)).displayName).toBe("");
});

test("§5 add/mailbox: a name of more than 255 characters is an empty 200 and creates nothing", async () => {
  const { address, body } = rawMailbox({ name: "n".repeat(300) });
  expect(await target.raw("add/mailbox", { body })).toMatchObject({ status: 200, text: "" });
  expect((await findMailbox(target.client, address)).state).toBe("absent");
});

test("§5 add/mailbox: a NUL in the password is an empty 200 and creates nothing", async () => {
  const password = "Str0ng-Passw0rd!\0abc";
  const { address, body } = rawMailbox({ password, password2: password });
  expect(await target.raw("add/mailbox", { body })).toMatchObject({ status: 200, text: "" });
  expect((await findMailbox(target.client, address)).state).toBe("absent");
});

test.each([
  ["0", "disabled"],
  ["1", "active"],
  ["2", "no-login"],
])("§5 add/mailbox: active %s is read back as %s", async (active, expected) => {
  const { address, body } = rawMailbox({ active });
  await target.raw("add/mailbox", { body });
  expect((await read(address)).active).toBe(expected);
});

test("§5 add/mailbox: a list of tags is stored", async () => {
  const mailbox = { ...target.newMailbox(), tags: ["portal", "team-a"] };
  await addMailbox(target.client, mailbox);
  expect([...(await read(mailbox.address)).tags].sort()).toEqual(["portal", "team-a"]);
});

test("§5 add/mailbox: of parallel additions of one address exactly one succeeds, and one mailbox is there", async () => {
  const { address, body } = rawMailbox({});
  const answers = await Promise.all(Array.from({ length: 6 }, () => target.raw("add/mailbox", { body })));
  const winners = answers.filter(({ results }) => results.some(([, key]) => key === "mailbox_added"));
  const losers = answers.filter((answer) => !winners.includes(answer));
  expect(winners).toHaveLength(1);
  for (const { text, results } of losers) {
    expect(text === "" || results[0]?.[1] === "object_exists").toBe(true);
  }
  expect((await read(address)).address).toBe(address);
});

test("§5 add/mailbox: a hash that nobody can log in with is accepted, so the client must check it", async () => {
  const { address, body } = rawMailbox({ password: "{BLF-CRYPT}garbage", password2: "{BLF-CRYPT}garbage" });
  await target.raw("add/mailbox", { body });
  expect((await read(address)).address).toBe(address);
});

test("§5 add/mailbox: force_pw_update and both TLS flags given at creation are stored", async () => {
  const mailbox = { ...target.newMailbox(), forcePasswordUpdate: true, tlsEnforced: true };
  await addMailbox(target.client, mailbox);
  expect((await read(mailbox.address)).forcePasswordUpdate).toBe(true);
  expect((await target.raw(`get/mailbox/${mailbox.address}`)).json).toMatchObject({
    attributes: { tls_enforce_in: "1", tls_enforce_out: "1" },
  });
});

test("§17 the marker given at creation is returned: it proves who made the mailbox", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  expect((await read(mailbox.address)).attributeHash).toBe(mailbox.attributeHash);
});

test("§17 the argon2 in use writes m, t, p, and such a hash is stored as it is", async () => {
  const hashText = await hash("typed password", { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  expect(hashText).toMatch(/^\$argon2id\$v=19\$m=\d+,t=\d+,p=\d+\$/);
  const mailbox = { ...target.newMailbox(), passwordHash: toMailcowHash(hashText) };
  await addMailbox(target.client, mailbox);
  expect((await read(mailbox.address)).address).toBe(mailbox.address);
});
