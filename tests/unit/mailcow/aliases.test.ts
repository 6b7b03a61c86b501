import { describe, expect, test } from "vitest";
import {
  addAlias,
  deleteAlias,
  editAlias,
  findAlias,
  listAliases,
  type NewAlias,
} from "@/lib/mailcow/aliases";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { connectRecording, connectReplay } from "@/tests/support/connect-replay";

const info: NewAlias = {
  addresses: ["Info@hash.test"],
  destinations: ["e1@hash.test", "e2@hash.test"],
  active: true,
  isSenderAllowed: true,
  isSogoVisible: false,
};

describe("findAlias", () => {
  test("translates flags, and destinations to a list", async () => {
    const { client } = await connectRecording("alias-get-by-address");
    await expect(findAlias(client, "info@hash.test")).resolves.toEqual({
      id: 32,
      address: "info@hash.test",
      domain: "hash.test",
      destinations: ["e1@hash.test"],
      active: true,
      isCatchAll: false,
      isInternal: false,
      isSogoVisible: false,
      isSenderAllowed: false,
      publicComment: "",
      privateComment: "",
      createdAt: "2026-11-21 08:32:24",
    });
  });

  test("several destinations and comments are read", async () => {
    const { client } = await connectRecording("alias-get-id");
    expect(await findAlias(client, "team@hash.test")).toMatchObject({
      destinations: ["e1@hash.test", "e2@hash.test", "outside@gmail.test"],
      publicComment: "pub",
      privateComment: "priv",
    });
  });

  test("the hidden alias row of a mailbox is null", async () => {
    const { client } = await connectRecording("alias-get-mailbox-own-id");
    await expect(findAlias(client, "e1@hash.test")).resolves.toBeNull();
  });

  test("an answer about another alias is unclear", async () => {
    const { client } = await connectRecording("alias-get-by-address");
    expect((await catchMailcowError(findAlias(client, "sales@hash.test"))).code).toBe("unclear-answer");
  });
});

test("listAliases lists a domain; a catch-all is marked", async () => {
  const { server, client } = await connectRecording("alias-get-all-domain");
  const aliases = await listAliases(client, "hash.test");
  expect(server.calls[0]?.path).toBe("/api/v1/get/alias/all/hash.test");
  expect(aliases.find(({ address }) => address === "@hash.test")).toMatchObject({ isCatchAll: true });
});

test("listAliases of an unknown domain is empty", async () => {
  const { client } = await connectRecording("alias-get-all-unknown-domain");
  await expect(listAliases(client, "nope.test")).resolves.toEqual([]);
});

describe("addAlias", () => {
  test("says every flag, joins destinations by commas and returns the id as a number", async () => {
    const { server, client } = await connectRecording("alias-add-ok");
    await expect(addAlias(client, info)).resolves.toEqual([{ address: "info@hash.test", id: 32 }]);
    expect(server.calls[0]?.body).toEqual({
      address: "info@hash.test",
      goto: "e1@hash.test,e2@hash.test",
      active: "1",
      sender_allowed: "1",
      sogo_visible: "0",
    });
  });

  test("several addresses go in one call", async () => {
    const { server, client } = await connectRecording("alias-add-multi-address");
    const added = await addAlias(client, { ...info, addresses: ["m1@hash.test", "m2@hash.test"] });
    expect(added).toEqual([
      { address: "m1@hash.test", id: 34 },
      { address: "m2@hash.test", id: 35 },
    ]);
    expect(server.calls).toHaveLength(1);
  });

  test("a call that added only some of its addresses is unclear", async () => {
    const { client } = await connectRecording("alias-add-ok");
    const call = addAlias(client, { ...info, addresses: ["info@hash.test", "more@hash.test"] });
    expect((await catchMailcowError(call)).code).toBe("unclear-answer");
  });

  test.each([
    ["no address", { addresses: [] }],
    ["no destination", { destinations: [] }],
    ["an alias to itself, which Mailcow skips with success", { destinations: ["info@HASH.test"] }],
    ["a destination Mailcow would drop", { destinations: ["e1@hash.test", "not-an-address"] }],
    ["an address with a comma", { addresses: ["a,b@hash.test"] }],
  ])("refuses %s before any call", async (_what, change) => {
    const { server, client } = await connectReplay();
    await expect(addAlias(client, { ...info, ...change })).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  });

  test("a catch-all is written as @domain", async () => {
    const { server, client } = await connectReplay();
    server.reply({ text: '[{"type":"success","msg":["alias_added","@hash.test","40"]}]' });
    await addAlias(client, { ...info, addresses: ["@hash.test"] });
    expect(server.calls[0]?.body).toMatchObject({ address: "@hash.test" });
  });
});

test("editAlias names the alias by address and sends only what changes", async () => {
  const { server, client } = await connectRecording("alias-edit-by-address-item");
  await editAlias(client, "info@hash.test", { active: true, destinations: ["e2@hash.test"] });
  expect(server.calls[0]?.body).toEqual({
    items: ["info@hash.test"],
    attr: { goto: "e2@hash.test", active: "1" },
  });
});

test("editAlias to another address expects the new one in the answer", async () => {
  const { client } = await connectRecording("alias-edit-address");
  await expect(editAlias(client, "info@hash.test", { address: "info2@hash.test" })).resolves.toBeUndefined();
});

test("deleteAlias sends a bare list of the address", async () => {
  const { server, client } = await connectRecording("alias-delete-by-address");
  await deleteAlias(client, "m1@hash.test");
  expect(server.calls[0]?.body).toEqual(["m1@hash.test"]);
});
