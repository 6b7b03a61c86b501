import { afterAll, expect, test } from "vitest";
import { listLastLogins } from "@/lib/mailcow/last-logins";
import { type MailcowLogSource, readLog } from "@/lib/mailcow/logs";
import { addMailbox } from "@/lib/mailcow/mailboxes";
import { getPasswordPolicy } from "@/lib/mailcow/password-policy";
import { getContainerStatus, getVersion, getVmailStatus } from "@/lib/mailcow/server-status";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
afterAll(() => target.close());

const SOURCES: readonly MailcowLogSource[] = [
  "dovecot",
  "postfix",
  "sogo",
  "netfilter",
  "ratelimited",
  "watchdog",
  "acme",
  "autodiscover",
  "cron",
  "api",
  "ui",
  "sasl",
];

test("§10 get/passwordpolicy: all values are text", async () => {
  expect((await target.raw("get/passwordpolicy")).json).toMatchObject({
    length: expect.any(String),
    chars: expect.any(String),
    lowerupper: expect.any(String),
    numbers: expect.any(String),
    special_chars: expect.any(String),
  });
  expect((await getPasswordPolicy(target.client)).minimumLength).toBeGreaterThanOrEqual(1);
});

test("§11 get/status/version: an object with the version", async () => {
  await expect(getVersion(target.client)).resolves.toMatch(/^\d{4}-\d{2}/);
});

test("§11 get/status/containers: an object with a name for each service", async () => {
  const containers = await getContainerStatus(target.client);
  expect(containers?.map(({ name }) => name)).toContain("dovecot-mailcow");
});

test("§11 get/status/vmail: text for people, the percentage with its sign", async () => {
  expect((await target.raw("get/status/vmail")).json).toMatchObject({
    used_percent: expect.stringMatching(/^\d+%$/),
  });
  expect((await getVmailStatus(target.client))?.usedPercent).toBeLessThanOrEqual(100);
});

test.each(SOURCES)("§11 get/logs/%s: is a route, and a list or empty", async (source) => {
  await expect(readLog(target.client, source, 5)).resolves.toBeInstanceOf(Array);
});

test.each(["auth", "mailcow"])("§11 get/logs/%s: is no route", async (source) => {
  expect((await target.raw(`get/logs/${source}/10`)).status).toBe(404);
});

test("§11 get/logs: a count of 0 is {} like an empty log, so the client refuses it", async () => {
  expect((await target.raw("get/logs/postfix/0")).json).toEqual({});
});

test("§11 get/logs/api: every call leaves a line, with a time that is a number", async () => {
  await getVersion(target.client);
  const lines = await readLog(target.client, "api", 20);
  const line = lines.find(({ details }) => details.uri?.includes("get/status/version"));
  expect(line?.at).toBeInstanceOf(Date);
  const raw = await target.raw("get/logs/api/1");
  expect(raw.json).toMatchObject([{ time: expect.any(Number) }]);
});

test("§11 get/logs: a count gives the newest lines", async () => {
  await expect(readLog(target.client, "api", 2)).resolves.toHaveLength(2);
});

test("§11 get/logs/api: passwords are hidden by Mailcow, and bodies by the client", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  const raw = await target.raw("get/logs/api/1");
  expect(raw.text).not.toContain(mailbox.passwordHash);
  expect(JSON.stringify(await readLog(target.client, "api", 3))).not.toContain(mailbox.attributeHash);
});

test("§II.7 get/last-login: a mailbox nobody used, and an unknown one, have an empty list", async () => {
  const mailbox = target.newMailbox();
  await addMailbox(target.client, mailbox);
  expect((await target.raw(`get/last-login/${mailbox.address}/7`)).json).toMatchObject({ sasl: [] });
  await expect(listLastLogins(target.client, mailbox.address, 7)).resolves.toEqual([]);
  await expect(listLastLogins(target.client, target.newMailbox().address, 7)).resolves.toEqual([]);
});
