import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { addDomain } from "@/lib/mailcow/domains";
import { readJson, readReason, runProgram } from "@/tests/support/run-program";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
let person: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ mail: "auto" });
  for (const [name, value] of Object.entries(portal.environment)) vi.stubEnv(name, value);
  await portal.context.database.prisma.domain.updateMany({ data: { temporaryAllowed: true } });
  const worker = await portal.startWorker();
  person = await portal.register();
  await portal.untilOperation(person.operationId, "DONE");
  // From here on a test starts its own: deletions must not run into another test's looks.
  await worker.stop();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await portal?.close();
});

/** A mailbox with an end, made by command and by the worker. */
async function makeOne(): Promise<{
  readonly address: string;
  readonly password: string;
  readonly id: string;
}> {
  const worker = await portal.startWorker();
  const made = await runProgram(
    "mailbox",
    "create",
    "--temporary",
    "--account",
    person.address,
    "--hours",
    "2",
    "--json",
  );
  expect([made.code, made.stderr]).toEqual([0, ""]);
  const { address, password } = readJson(made) as { address: string; password: string };
  const row = await portal.context.database.prisma.mailbox.findUniqueOrThrow({ where: { address } });
  await portal.untilMailbox(row.id, "ACTIVE");
  await worker.stop();
  return { address, password, id: row.id };
}

describe("pasture mailbox --temporary", () => {
  test("makes a mailbox that can be logged in to, lists it, and deletes it", async () => {
    const { address, password, id } = await makeOne();
    expect(address).toMatch(/^[a-z0-9.-]+@pasture\.test$/);
    expect(await portal.context.mailLogins.prove(address, password)).toEqual({ state: "accepted" });
    expect(await portal.getMailbox(id)).toMatchObject({
      purpose: "TEMPORARY",
      accountId: person.actor.accountId,
    });

    const listed = await runProgram("mailbox", "list", "--temporary", "--json");
    const addresses = (readJson(listed).mailboxes as { address: string }[]).map((mailbox) => mailbox.address);
    expect([listed.code, addresses]).toEqual([0, [address]]);

    // The hourly reading says that there is mail, the mail server that there is none: it is asked.
    const { prisma } = portal.context.database;
    await prisma.mailbox.update({ where: { id }, data: { messageCount: 5 } });
    const deleted = await runProgram("mailbox", "delete", address, "--temporary", "--json");
    expect([deleted.code, deleted.stderr]).toEqual([0, ""]);
    expect(readJson(deleted)).toMatchObject({ address, deleteAfter: expect.any(String) });
    expect((await portal.getMailbox(id)).state).toBe("DELETING");
    const again = await runProgram("mailbox", "delete", address, "--temporary", "--json");
    expect([again.code, readReason(again)]).toEqual([1, "already-deleting"]);
  });

  test("asks for the address again when the mail server does not say that there is no mail", async () => {
    const { address, id } = await makeOne();
    const { prisma } = portal.context.database;
    // As far as the hourly reading knows, it is empty; its login is refused from now on.
    await prisma.mailbox.update({
      where: { id },
      data: { messageCount: 0, appPasswordReadyAt: null },
    });
    const refused = await runProgram("mailbox", "delete", address, "--temporary", "--json");
    expect([refused.code, readReason(refused)]).toEqual([1, "confirmation-needed"]);
    expect((await portal.getMailbox(id)).state).toBe("ACTIVE");
    const confirmed = await runProgram("mailbox", "delete", address, "--temporary", "--confirm", address);
    expect(confirmed.code).toBe(0);
    expect(confirmed.stdout).toContain(address);
  });

  test.each([
    "create --temporary --address a@pasture.test",
    "create --temporary --password-stdin",
    "create --temporary --hours 0",
    "create --temporary --hours soon",
    "create",
    "create --address a@pasture.test --hours 2",
    "delete a@pasture.test",
    "delete a@pasture.test --temporary --grace-hours 0",
    "delete",
    "paint",
  ])("mailbox %s is a wrong call: 2, and nothing on standard output", async (words) => {
    const before = await portal.context.database.prisma.mailbox.count();
    const { code, stdout, stderr } = await runProgram("mailbox", ...words.split(" "));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toBe("");
    expect(await portal.context.database.prisma.mailbox.count()).toBe(before);
  });

  test("what cannot be done ends with 1 and says why", async () => {
    const gone = await runProgram("mailbox", "delete", "nobody@pasture.test", "--temporary", "--json");
    expect([gone.code, readReason(gone)]).toEqual([1, "not-found"]);
    const domain = await runProgram(
      "mailbox",
      "create",
      "--temporary",
      "--domain",
      "nowhere.example",
      "--json",
    );
    expect([domain.code, readReason(domain)]).toEqual([1, "unknown-domain"]);
    const account = await runProgram(
      "mailbox",
      "create",
      "--temporary",
      "--account",
      "nobody@pasture.test",
      "--json",
    );
    expect([account.code, readReason(account)]).toEqual([1, "not-found"]);
    await portal.context.database.prisma.domain.updateMany({ data: { capTotal: 1 } });
    const full = await runProgram("mailbox", "create", "--address", "late@pasture.test", "--json");
    await portal.context.database.prisma.domain.updateMany({ data: { capTotal: null } });
    expect([full.code, readReason(full)]).toEqual([1, "domain-full"]);
  });
});

test("pasture cleanup --dry-run lists what has expired and begins nothing", async () => {
  const { address, id } = await makeOne();
  await portal.context.database.prisma.mailbox.update({
    where: { id },
    data: { expiresAt: new Date(Date.now() - 60_000) },
  });
  const { code, stdout } = await runProgram("cleanup", "--dry-run", "--kind", "expired");
  expect([code, stdout]).toEqual([0, expect.stringContaining(address)]);
  expect((await portal.getMailbox(id)).state).toBe("ACTIVE");
  const asJson = await runProgram("cleanup", "--dry-run", "--kind", "expired", "--json");
  expect(readJson(asJson)).toMatchObject({ runs: [{ kind: "expired", state: "done", planned: 1 }] });
  expect((await runProgram("cleanup", "--hours", "soon")).code).toBe(2);
});

test("pasture domains discover adds what Mailcow has, and list shows it", async () => {
  await addDomain(portal.context.mailcow, { domain: "found.example" });
  const found = await runProgram("domains", "discover", "--json");
  expect([found.code, readJson(found)]).toEqual([0, { added: ["found.example"] }]);
  expect((await runProgram("domain", "discover")).stdout).toContain(
    "no domain that the portal does not know",
  );
  const { domains } = readJson(await runProgram("domains", "list", "--json")) as {
    domains: { name: string }[];
  };
  expect(domains.map(({ name }) => name)).toContain("found.example");
  portal.sandbox.setFault({ kind: "down" });
  const away = await runProgram("domains", "discover", "--json");
  portal.sandbox.setFault(null);
  expect([away.code, readReason(away)]).toEqual([1, "mail-server-unavailable"]);
});
