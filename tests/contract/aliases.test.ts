import { afterAll, beforeAll, expect, test } from "vitest";
import { addAlias, deleteAlias, editAlias, findAlias, listAliases } from "@/lib/mailcow/aliases";
import { addMailbox } from "@/lib/mailcow/mailboxes";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
const owner = target.newMailbox();
const flags = { active: true, isSenderAllowed: true, isSogoVisible: false };
beforeAll(() => addMailbox(target.client, owner));
afterAll(() => target.close());

async function makeAlias(): Promise<string> {
  const { address } = target.newMailbox();
  await addAlias(target.client, { addresses: [address], destinations: [owner.address], ...flags });
  return address;
}

test("§9 add/alias: the alias has the flags that were sent, and the id that was answered", async () => {
  const { address } = target.newMailbox();
  const [added] = await addAlias(target.client, {
    addresses: [address],
    destinations: [owner.address, "outside@example.net"],
    privateComment: "made by the contract",
    ...flags,
  });
  expect(await findAlias(target.client, address)).toMatchObject({
    id: added?.id,
    address,
    domain: target.domain,
    destinations: [owner.address, "outside@example.net"],
    active: true,
    isSenderAllowed: true,
    isSogoVisible: false,
    isCatchAll: false,
    privateComment: "made by the contract",
  });
});

test("§9 add/alias: flags that are left out are off, so an alias would be inactive", async () => {
  const { address } = target.newMailbox();
  await target.raw("add/alias", { body: { address, goto: owner.address } });
  expect(await findAlias(target.client, address)).toMatchObject({
    active: false,
    isSenderAllowed: false,
    isSogoVisible: false,
  });
});

test("§9 add/alias: several addresses in one call are added, each with its id", async () => {
  const addresses = [target.newMailbox().address, target.newMailbox().address];
  const added = await addAlias(target.client, { addresses, destinations: [owner.address], ...flags });
  expect(added.map(({ address }) => address)).toEqual(addresses);
  expect(new Set(added.map(({ id }) => id)).size).toBe(2);
});

test("§9 add/alias: a list of destinations is an empty 200 and adds nothing", async () => {
  const { address } = target.newMailbox();
  const answer = await target.raw("add/alias", { body: { address, goto: [owner.address], active: "1" } });
  expect(answer).toMatchObject({ status: 200, text: "" });
  await expect(findAlias(target.client, address)).resolves.toBeNull();
});

test("§9 add/alias: an alias to itself says only that the task is completed, and adds nothing", async () => {
  const { address } = target.newMailbox();
  const answer = await target.raw("add/alias", { body: { address, goto: address, active: "1" } });
  expect(answer.json).toEqual({ type: "success", msg: "Task completed" });
  await expect(findAlias(target.client, address)).resolves.toBeNull();
});

test("§9 add/alias: of mixed destinations the good ones are kept, beside a failure", async () => {
  const { address } = target.newMailbox();
  const { results } = await target.raw("add/alias", {
    body: { address, goto: `not-an-address,${owner.address}`, active: "1" },
  });
  expect(results).toEqual([
    ["danger", "goto_invalid"],
    ["success", "alias_added"],
  ]);
  expect((await findAlias(target.client, address))?.destinations).toEqual([owner.address]);
});

test("§9 add/alias: an address that is an alias or a mailbox is is_alias_or_mailbox", async () => {
  for (const taken of [await makeAlias(), owner.address]) {
    const call = addAlias(target.client, {
      addresses: [taken],
      destinations: ["outside@example.net"],
      ...flags,
    });
    expect((await catchMailcowError(call)).messageKeys).toEqual(["is_alias_or_mailbox"]);
  }
});

test("§9 add/alias: when one of two addresses is taken the other is added, and the client calls that unclear", async () => {
  const free = target.newMailbox().address;
  const call = addAlias(target.client, {
    addresses: [await makeAlias(), free],
    destinations: [owner.address],
    ...flags,
  });
  expect((await catchMailcowError(call)).code).toBe("unclear-answer");
  await expect(findAlias(target.client, free)).resolves.not.toBeNull();
});

test("§9 add/alias: an unknown domain is domain_not_found", async () => {
  const call = addAlias(target.client, {
    addresses: ["x@unknown-to-all.test"],
    destinations: [owner.address],
    ...flags,
  });
  expect((await catchMailcowError(call)).messageKeys).toEqual(["domain_not_found"]);
});

test("§9 add/alias: no destination is goto_empty", async () => {
  const { results } = await target.raw("add/alias", {
    body: { address: target.newMailbox().address, goto: "", active: "1" },
  });
  expect(results).toEqual([["danger", "goto_empty"]]);
});

test("§9 add/alias: a destination without a mailbox is accepted", async () => {
  const { address } = target.newMailbox();
  const ghost = target.newMailbox().address;
  await addAlias(target.client, { addresses: [address], destinations: [ghost], ...flags });
  expect((await findAlias(target.client, address))?.destinations).toEqual([ghost]);
});

test("§9 add/alias: @domain is a catch-all", async () => {
  const address = `@${target.domain}`;
  await addAlias(target.client, { addresses: [address], destinations: [owner.address], ...flags });
  const alias = await findAlias(target.client, address);
  await deleteAlias(target.client, address);
  expect(alias).toMatchObject({ address, isCatchAll: true });
});

test("§9 get/alias: a mailbox's own alias row is hidden, in lists too", async () => {
  await expect(findAlias(target.client, owner.address)).resolves.toBeNull();
  const listed = await listAliases(target.client, target.domain);
  expect(listed.map(({ address }) => address)).not.toContain(owner.address);
});

test("§9 get/alias/all: lists a domain; an unknown one is {}", async () => {
  const address = await makeAlias();
  expect((await listAliases(target.client, target.domain)).map((alias) => alias.address)).toContain(address);
  expect((await target.raw("get/alias/all/unknown-to-all.test")).json).toEqual({});
  await expect(listAliases(target.client, "unknown-to-all.test")).resolves.toEqual([]);
});

test("§9 edit/alias: takes an address, and what is not sent stays", async () => {
  const address = await makeAlias();
  await editAlias(target.client, address, { active: false });
  expect(await findAlias(target.client, address)).toMatchObject({
    active: false,
    isSenderAllowed: true,
    destinations: [owner.address],
  });
});

test("§9 edit/alias: a new address is the one answered", async () => {
  const address = await makeAlias();
  const renamed = target.newMailbox().address;
  await editAlias(target.client, address, { address: renamed });
  await expect(findAlias(target.client, address)).resolves.toBeNull();
  await expect(findAlias(target.client, renamed)).resolves.not.toBeNull();
});

test("§9 edit/alias: an unknown alias is alias_invalid", async () => {
  const call = editAlias(target.client, target.newMailbox().address, { active: false });
  expect((await catchMailcowError(call)).messageKeys).toEqual(["alias_invalid"]);
});

test("§9 delete/alias: takes an address; an unknown one is access_denied", async () => {
  const address = await makeAlias();
  await deleteAlias(target.client, address);
  await expect(findAlias(target.client, address)).resolves.toBeNull();
  expect((await catchMailcowError(deleteAlias(target.client, address))).messageKeys).toEqual([
    "access_denied",
  ]);
});
