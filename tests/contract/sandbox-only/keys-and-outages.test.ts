import { afterAll, afterEach, beforeEach, expect, onTestFinished, test } from "vitest";
import { createMailcowClient, type MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import {
  addMailbox,
  deleteMailbox,
  editMailbox,
  findMailbox,
  listMailboxes,
  type NewMailbox,
} from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { getVersion } from "@/lib/mailcow/server-status";
import { type Sandbox, startSandbox } from "@/lib/sandbox/start-sandbox";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { makeTestFolder } from "@/tests/support/test-folder";

const folder = makeTestFolder();
const sandbox: Sandbox = await startSandbox({ dataDir: folder.path, apiPort: 0, mail: "none" });
afterAll(async () => {
  await sandbox.stop();
  folder.remove();
});
beforeEach(() => sandbox.resetCalls());
afterEach(() => sandbox.setFault(null));

let made = 0;

function newMailbox(): NewMailbox & { readonly address: string } {
  made += 1;
  return {
    address: `s${made}@${sandbox.domain}`,
    localPart: `s${made}`,
    domain: sandbox.domain,
    displayName: "Sandbox",
    passwordHash: hashMachinePassword(`password ${made}`),
    quotaMiB: 10,
    attributeHash: `marker-${made}`,
    tags: [],
    tlsEnforced: false,
    forcePasswordUpdate: false,
  };
}

function connect(apiKey = sandbox.apiKey): MailcowClient {
  const client = createMailcowClient({
    baseUrl: sandbox.apiUrl,
    apiKey,
    deadlinesMs: { read: 300, write: 300 },
  });
  onTestFinished(() => client.close());
  return client;
}

async function control(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${sandbox.apiUrl}/_sandbox/${path}`, {
    method: "POST",
    headers: { "X-API-Key": sandbox.apiKey, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.status).toBe(200);
}

test("§1 a wrong key is 401 as text/html with a JSON body, and costs 20 callers one call", async () => {
  const response = await fetch(`${sandbox.apiUrl}/api/v1/get/status/version`, {
    headers: { "X-API-Key": "WRONG" },
  });
  expect(response.status).toBe(401);
  expect(response.headers.get("content-type")).toMatch(/^text\/html/);
  expect(await response.json()).toEqual({ type: "error", msg: "authentication failed" });

  sandbox.resetCalls();
  const client = connect("WRONG");
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => getVersion(client)));
  expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
  expect(sandbox.calls()).toHaveLength(1);
});

test("§1 a read-only key reads, and is 403 for a write", async () => {
  const client = connect(sandbox.readOnlyApiKey);
  await expect(listMailboxes(client, sandbox.domain)).resolves.toMatchObject({ tornCount: 0 });
  expect((await catchMailcowError(addMailbox(client, newMailbox()))).code).toBe("unauthorised");
});

test("§1 every answer sets a session cookie", async () => {
  const response = await fetch(`${sandbox.apiUrl}/api/v1/get/status/version`, {
    headers: { "X-API-Key": sandbox.apiKey },
  });
  expect(response.headers.get("set-cookie")).toMatch(/^MCSESSID=/);
});

test.each([
  ["empty", { kind: "empty" }, "unclear-answer"],
  ["an error page", { kind: "html" }, "unclear-answer"],
  ["a page of dockerapi being away", { kind: "html", status: 500 }, "unclear-answer"],
  ["a reset connection", { kind: "down" }, "unclear-answer"],
  ["silence", { kind: "hang" }, "timed-out"],
  ["a refusal", { kind: "refuse", msg: "access_denied" }, "rejected"],
  ["a refused key", { kind: "unauthorised" }, "unauthorised"],
] as const)("§12 an outage that answers with %s is told by its code", async (_what, fault, code) => {
  const client = connect();
  await getVersion(client);
  sandbox.setFault(fault);
  expect((await catchMailcowError(addMailbox(client, newMailbox()))).code).toBe(code);
});

test.each([
  { kind: "lost-response" },
  { kind: "cut-json" },
  { kind: "empty", afterWork: true },
  { kind: "html", afterWork: true },
] as const)(
  "§2 %j after the work is done is unclear, and looking finds the mailbox with our marker",
  async (fault) => {
    const client = connect();
    const mailbox = newMailbox();
    sandbox.setFault({ ...fault, path: "add/mailbox" });
    const error = await catchMailcowError(addMailbox(client, mailbox));
    sandbox.setFault(null);
    expect(error.isUnclear).toBe(true);
    expect(await findMailbox(client, mailbox.address)).toMatchObject({
      mailbox: { attributeHash: mailbox.attributeHash },
    });
  },
);

test("§12 five outages in a row stop the calls", async () => {
  const client = connect();
  sandbox.setFault({ kind: "html" });
  for (let attempt = 0; attempt < 8; attempt += 1) {
    await catchMailcowError(getVersion(client));
  }
  expect(sandbox.calls()).toHaveLength(5);
  expect(client.breakerState()).toBe("open");
});

test("§II.6 a mailbox without its quota row is torn: hidden in lists, not editable, its name taken", async () => {
  const client = connect();
  const mailbox = newMailbox();
  await addMailbox(client, mailbox);
  await control("torn", { address: mailbox.address, missing: "usage" });
  await expect(findMailbox(client, mailbox.address)).resolves.toEqual({ state: "torn" });
  expect((await listMailboxes(client, sandbox.domain)).tornCount).toBe(1);
  expect(
    (await catchMailcowError(editMailbox(client, mailbox.address, { active: true }))).messageKeys,
  ).toEqual(["access_denied"]);
  expect((await catchMailcowError(addMailbox(client, mailbox))).messageKeys).toEqual(["object_exists"]);
});

test("§II.6 deleting a torn mailbox succeeds with a warning: its mail stays on disk", async () => {
  const client = connect();
  const mailbox = newMailbox();
  await addMailbox(client, mailbox);
  await control("torn", { address: mailbox.address, missing: "usage" });
  await expect(deleteMailbox(client, mailbox.address)).resolves.toEqual({ mailDataMayRemain: true });
});

test("§6 what is used comes in bytes, as a number", async () => {
  const client = connect();
  const mailbox = newMailbox();
  await addMailbox(client, mailbox);
  await control("usage", { address: mailbox.address, usedBytes: 5_242_880, messages: 3 });
  expect(await findMailbox(client, mailbox.address)).toMatchObject({
    mailbox: { usedBytes: 5_242_880, messageCount: 3, quotaMiB: 10 },
  });
});

test("§6 a mailbox an administrator made has no marker", async () => {
  const client = connect();
  const { address } = newMailbox();
  await control("mailboxes", { address });
  expect(await findMailbox(client, address)).toMatchObject({ mailbox: { attributeHash: "", tags: [] } });
});
