import { randomBytes } from "node:crypto";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { addDomain, deleteDomain, editDomain, findDomain, listDomains } from "@/lib/mailcow/domains";
import { addMailbox, deleteMailbox, findMailbox, listMailboxes } from "@/lib/mailcow/mailboxes";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
afterAll(() => target.close());

function newDomain(): string {
  const domain = `pasture-${randomBytes(5).toString("hex")}.test`;
  onTestFinished(() => deleteDomain(target.client, domain));
  return domain;
}

test("§4 get/domain: limits go in as MiB and come out as bytes", async () => {
  expect(await findDomain(target.client, target.domain)).toMatchObject({
    domain: target.domain,
    active: true,
    maximumMailboxCount: 200,
    maximumAliasCount: 200,
    defaultMailboxQuotaMiB: 100,
    maximumMailboxQuotaMiB: 2_048,
    domainQuotaMiB: 102_400,
    tags: [],
  });
});

test("§4 get/domain: an unknown domain is {}", async () => {
  expect((await target.raw("get/domain/unknown-to-all.test")).json).toEqual({});
  await expect(findDomain(target.client, "unknown-to-all.test")).resolves.toBeNull();
});

test("§4 get/domain: what is allocated is text, what is used is 0 or text, and both are counted", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  const raw = await target.raw(`get/domain/${target.domain}`);
  expect(raw.json).toMatchObject({ quota_used_in_domain: expect.any(String) });
  const domain = await findDomain(target.client, target.domain);
  expect(domain?.allocatedMiB).toBeGreaterThanOrEqual(10);
  expect(domain?.mailboxCount).toBeGreaterThanOrEqual(1);
});

test("§4 get/domain/all: lists the domain", async () => {
  expect((await listDomains(target.client)).map(({ domain }) => domain)).toContain(target.domain);
});

test("§4 add/domain: only the name is needed, the rest comes from the template", async () => {
  const domain = newDomain();
  await addDomain(target.client, { domain: domain.toUpperCase() });
  expect(await findDomain(target.client, domain)).toMatchObject({ domain, active: true });
});

test("§4 add/domain: tags are stored", async () => {
  const domain = newDomain();
  await addDomain(target.client, { domain, tags: ["portal"] });
  expect((await findDomain(target.client, domain))?.tags).toEqual(["portal"]);
});

test("§4 add/domain: one that is there is refused with domain_exists", async () => {
  const error = await catchMailcowError(addDomain(target.client, { domain: target.domain }));
  expect(error).toMatchObject({ code: "rejected", messageKeys: ["domain_exists"] });
});

test("§4 add/domain: contradicting quotas are refused", async () => {
  const tooLarge = { domain: newDomain(), maximumMailboxQuotaMiB: 20_480, domainQuotaMiB: 10_240 };
  expect(await catchMailcowError(addDomain(target.client, tooLarge))).toMatchObject({
    messageKeys: ["mailbox_quota_exceeds_domain_quota"],
  });
});

test("§4 edit/domain: what is not sent stays", async () => {
  const domain = newDomain();
  await addDomain(target.client, { domain, maximumMailboxCount: 7, description: "first" });
  await editDomain(target.client, domain, { description: "second", active: false });
  expect(await findDomain(target.client, domain)).toMatchObject({
    maximumMailboxCount: 7,
    description: "second",
    active: false,
  });
});

test("§4 edit/domain: an unknown domain is domain_invalid", async () => {
  const error = await catchMailcowError(editDomain(target.client, "unknown-to-all.test", { active: false }));
  expect(error.messageKeys).toEqual(["domain_invalid"]);
});

test("§4 delete/domain: an unknown domain reports success", async () => {
  await expect(deleteDomain(target.client, "unknown-to-all.test")).resolves.toBeUndefined();
});

test("§4 delete/domain: one with mailboxes is refused with domain_not_empty", async () => {
  await addMailbox(target.client, target.newMailbox());
  const error = await catchMailcowError(deleteDomain(target.client, target.domain));
  expect(error.messageKeys).toEqual(["domain_not_empty"]);
});

test("§3 delete/domain: an object with items is an empty 200 and deletes nothing", async () => {
  const answer = await target.raw("delete/domain", { body: { items: [target.domain] } });
  expect(answer).toMatchObject({ status: 200, text: "" });
  expect(await findDomain(target.client, target.domain)).not.toBeNull();
});

test("§5 add/mailbox: the mailbox limit of a domain is max_mailbox_exceeded", async () => {
  const domain = newDomain();
  await addDomain(target.client, { domain, maximumMailboxCount: 1 });
  const first = { ...target.newMailbox(), domain };
  await addMailbox(target.client, first);
  const error = await catchMailcowError(addMailbox(target.client, { ...target.newMailbox(), domain }));
  await deleteMailbox(target.client, `${first.localPart}@${domain}`);
  expect(error.messageKeys).toEqual(["max_mailbox_exceeded"]);
});

test("§II.7 an alias domain: get/domain answers with the target, no mailbox is found or can be made in it", async () => {
  const aliasDomain = `pasture-${randomBytes(5).toString("hex")}.test`;
  await target.raw("add/alias-domain", {
    body: { alias_domain: aliasDomain, target_domain: target.domain, active: "1" },
  });
  onTestFinished(async () => {
    await target.raw("delete/alias-domain", { body: [aliasDomain] });
  });
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  expect((await target.raw(`get/domain/${aliasDomain}`)).json).toMatchObject({ domain_name: target.domain });
  await expect(findDomain(target.client, aliasDomain)).resolves.toBeNull();
  expect(await findMailbox(target.client, `${mailbox.localPart}@${aliasDomain}`)).toEqual({
    state: "absent",
  });
  expect((await listMailboxes(target.client, aliasDomain)).mailboxes).toEqual([]);
  const added = addMailbox(target.client, { ...target.newMailbox(), domain: aliasDomain });
  expect((await catchMailcowError(added)).messageKeys).toEqual(["domain_not_found"]);
});
