import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import { portalPasswordPlace } from "@/lib/mailboxes/ensure-portal-password";
import { type ReportContext, reportNewMail } from "@/lib/messages/report-new-mail";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import { type FakeImap, startFakeImap } from "@/tests/support/fake-imap";
import { makeTestFolder } from "@/tests/support/test-folder";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

const folder = makeTestFolder();
let imap: FakeImap;
let portal: TestPortal;
let person: RegisteredPerson;
let isRefused: (login: string) => boolean = () => false;
let isAway = false;
const processes: ReportContext[] = [];

beforeAll(async () => {
  imap = await startFakeImap(folder.path, ({ tag, name, line }, socket) => {
    if (name !== "LOGIN" && name !== "AUTHENTICATE") return "";
    if (isAway) socket.destroy();
    return isRefused(line) ? `${tag} NO [AUTHENTICATIONFAILED] no\r\n` : "";
  });
  const { server } = imap.account();
  portal = await openTestPortal({
    environment: {
      ALLOWED_PRIVATE_HOSTS: "127.0.0.1",
      MAILCOW_IMAP_HOST: server.host,
      MAILCOW_IMAP_PORT: String(server.port),
      MAILCOW_CA_FILE: writeAuthority(server.certificateAuthority ?? ""),
    },
  });
  person = await activeMailbox();
});
afterAll(async () => {
  for (const { mailSessions, mailParser } of processes) {
    await mailSessions.close();
    await mailParser.close();
  }
  await portal?.close();
  await imap?.close();
  folder.remove();
});
beforeEach(async () => {
  isRefused = () => false;
  isAway = false;
  imap.lines.length = 0;
  const { prisma } = portal.context.database;
  await prisma.webhook.deleteMany();
  await prisma.mailboxWatch.deleteMany();
});

function writeAuthority(pem: string): string {
  const file = `${folder.path}/authority-under-test.pem`;
  writeFileSync(file, pem);
  return file;
}

/** As provisioning leaves it, without having made it: this mail server knows nobody. */
async function activeMailbox(): Promise<RegisteredPerson> {
  const made = await portal.register();
  const { context } = portal;
  await context.database.prisma.mailbox.update({
    where: { id: made.mailboxId },
    data: {
      state: "ACTIVE",
      appPasswordSealed: context.keyring.seal("secret", portalPasswordPlace(made.mailboxId)),
      appPasswordReadyAt: new Date(),
    },
  });
  return made;
}

/** Connections and memory of its own. */
function startProcess(): ReportContext {
  const started = {
    ...portal.context,
    mailSessions: createMailSessions({
      resolvePublicHost: async (host) => ({ ok: true, value: { address: host } }),
    }),
    mailParser: createMailParser(),
  };
  processes.push(started);
  return started;
}

async function listen(): Promise<void> {
  const saved = await saveWebhook(portal.context, person.actor, {
    url: "https://127.0.0.1:40009/hook",
    events: ["message.received"],
  });
  expect(saved.ok).toBe(true);
}

const makeDue = () =>
  portal.context.database.prisma.mailboxWatch.updateMany({ data: { nextLookAt: new Date(0) } });
const watch = () =>
  portal.context.database.prisma.mailboxWatch.findUniqueOrThrow({ where: { mailboxId: person.mailboxId } });

test("nobody listens: no connection and no login, whatever other events are listened to", async () => {
  await saveWebhook(portal.context, person.actor, {
    url: "https://127.0.0.1:40009/hook",
    events: ["mailbox.deleted"],
  });
  const context = startProcess();
  for (let round = 0; round < 3; round += 1) {
    expect(await reportNewMail(context)).toEqual({ looked: 0, reported: 0 });
  }
  expect([imap.lines, imap.openConnections()]).toEqual([[], 0]);
  expect(await portal.context.database.prisma.mailboxWatch.count()).toBe(0);
});

test("rounds in between do nothing, and looks that are due share one login", async () => {
  await listen();
  const context = startProcess();
  expect(await reportNewMail(context)).toMatchObject({ looked: 1 });
  expect(await reportNewMail(context)).toMatchObject({ looked: 0 });
  for (let round = 0; round < 5; round += 1) {
    await makeDue();
    expect(await reportNewMail(context)).toMatchObject({ looked: 1 });
  }
  expect(imap.logins()).toBe(1);
});

test("a refused password costs one failed login: the next look is an hour away, after a restart too", async () => {
  await listen();
  isRefused = () => true;
  const context = startProcess();
  await reportNewMail(context);
  const { failures, nextLookAt } = await watch();
  expect(failures).toBe(1);
  expect((nextLookAt.getTime() - Date.now()) / 3_600_000).toBeCloseTo(1, 1);
  await reportNewMail(context);
  await reportNewMail(startProcess());
  // Even a look that is due all the same does not ask the server again.
  await makeDue();
  await reportNewMail(context);
  expect(imap.logins()).toBe(1);
  expect((await watch()).failures).toBe(2);
});

test("a server that is away is left alone after two tries a round, and asked again by itself", async () => {
  const { prisma } = portal.context.database;
  const others = [];
  for (let count = 0; count < 8; count += 1) others.push(await activeMailbox());
  await prisma.webhook.create({
    data: { url: "https://127.0.0.1:40009/hook", secretSealed: "-", events: ["message.received"] },
  });
  isAway = true;
  const context = startProcess();
  const { looked } = await reportNewMail(context);
  // Two that failed, and those that were under way already.
  expect(looked).toBeLessThanOrEqual(5);
  isAway = false;
  await makeDue();
  expect(await reportNewMail(context)).toMatchObject({ looked: others.length + 1 });
  expect((await watch()).failures).toBe(0);
});
