import { describe, expect, test } from "vitest";
import { addDomain, deleteDomain, editDomain, findDomain, listDomains } from "@/lib/mailcow/domains";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { connectRecording, connectReplay } from "@/tests/support/connect-replay";

describe("findDomain", () => {
  test("translates bytes to MiB and sums that come as text", async () => {
    const { client } = await connectRecording("domain-get-with-usage");
    await expect(findDomain(client, "Example.org")).resolves.toEqual({
      domain: "example.org",
      description: "Example",
      active: true,
      mailboxCount: 10,
      maximumMailboxCount: 10,
      mailboxesLeft: 0,
      aliasCount: 0,
      maximumAliasCount: 400,
      aliasesLeft: 400,
      defaultMailboxQuotaMiB: 1_024,
      maximumMailboxQuotaMiB: 2_048,
      domainQuotaMiB: 10_240,
      allocatedMiB: 646,
      largestNewMailboxQuotaMiB: 2_048,
      usedBytes: 204_857_600,
      messageCount: 1_230,
      createdAt: "2026-11-21 08:26:13",
      tags: ["t1", "t2"],
    });
  });

  test.each([
    ["domain-get-unknown", "nope.test"],
    ["alias-domain-get-domain", "al2.test"],
  ])("%s is null: neither unknown nor alias domains can hold a mailbox", async (name, domain) => {
    const { client } = await connectRecording(name);
    await expect(findDomain(client, domain)).resolves.toBeNull();
  });

  test.each(["all", "", "example", "a,b.test", "bücher.test", "-a.test"])(
    "%j is refused before any call",
    async (domain) => {
      const { server, client } = await connectReplay();
      await expect(findDomain(client, domain)).rejects.toThrow(RangeError);
      expect(server.calls).toHaveLength(0);
    },
  );
});

describe("listDomains", () => {
  test("lists all domains", async () => {
    const { client } = await connectRecording("domain-get-all");
    expect((await listDomains(client)).map(({ domain }) => domain)).toContain("example.org");
  });

  test("no domains at all is an empty list", async () => {
    const { client } = await connectRecording("domain-get-all-empty");
    await expect(listDomains(client)).resolves.toEqual([]);
  });
});

test("addDomain sends MiB and counts as text", async () => {
  const { server, client } = await connectRecording("domain-add-ok");
  await addDomain(client, {
    domain: "Example.org",
    description: "Example",
    maximumAliasCount: 400,
    maximumMailboxCount: 10,
    defaultMailboxQuotaMiB: 1_024,
    maximumMailboxQuotaMiB: 2_048,
    domainQuotaMiB: 10_240,
    tags: ["t1"],
  });
  expect(server.calls[0]?.body).toEqual({
    domain: "example.org",
    active: "1",
    description: "Example",
    aliases: "400",
    mailboxes: "10",
    defquota: "1024",
    maxquota: "2048",
    quota: "10240",
    tags: ["t1"],
  });
});

test("addDomain of a domain that is there is rejected with domain_exists", async () => {
  const { client } = await connectRecording("domain-add-duplicate");
  const error = await catchMailcowError(addDomain(client, { domain: "example.org" }));
  expect(error.messageKeys).toEqual(["domain_exists"]);
});

test.each([{ domainQuotaMiB: 0 }, { maximumMailboxQuotaMiB: 1.5 }, { maximumMailboxCount: -1 }])(
  "the limit %j is refused before any call",
  async (limit) => {
    const { server, client } = await connectReplay();
    await expect(addDomain(client, { domain: "a.test", ...limit })).rejects.toThrow(RangeError);
    expect(server.calls).toHaveLength(0);
  },
);

test("editDomain sends only what changes", async () => {
  const { server, client } = await connectRecording("domain-edit-ok");
  await editDomain(client, "ints.test", { active: false, description: "changed" });
  expect(server.calls[0]?.body).toEqual({
    items: ["ints.test"],
    attr: { active: "0", description: "changed" },
  });
});

test("deleteDomain sends a bare list", async () => {
  const { server, client } = await connectRecording("domain-delete-ok");
  await deleteDomain(client, "rs.test");
  expect(server.calls[0]?.body).toEqual(["rs.test"]);
});
