import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { readJson, readReason, runProgram } from "../../support/run-program";
import { makeTestFolder } from "../../support/test-folder";
import { openTestInboxes, type TestInboxes } from "../../support/test-inbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "../../support/test-portal";

let portal: TestPortal;
let inboxes: TestInboxes;
let ada: RegisteredPerson;
let bob: RegisteredPerson;
const folder = makeTestFolder();

beforeAll(async () => {
  portal = await openTestPortal({ mail: "auto" });
  for (const [name, value] of Object.entries(portal.environment)) vi.stubEnv(name, value);
  const worker = await portal.startWorker();
  [ada, bob] = await Promise.all([portal.register(), portal.register()]);
  await Promise.all([ada, bob].map(({ mailboxId }) => portal.untilMailbox(mailboxId, "ACTIVE")));
  await worker.stop();
  inboxes = openTestInboxes(portal);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await inboxes?.close();
  await portal?.close();
  folder.remove();
});

const mail = (subject: string, text: string) =>
  `From: Shop <shop@out.example>\r\nSubject: ${subject}\r\n\r\n${text}\r\n`;

test("pasture mail check lists a mailbox, and cannot be made to steer the terminal", async () => {
  await inboxes.put(ada.mailboxId, mail("=?utf-8?Q?red_=1B=5B31m?=", "Hello"));
  const shown = await runProgram("mail", "check", ada.address);
  expect([shown.code, shown.stdout]).toEqual([0, expect.stringContaining("shop@out.example")]);
  expect(shown.stdout).not.toContain("\u001b");
  const listed = await runProgram(
    "mail",
    "check",
    ada.address.toUpperCase(),
    "--unseen",
    "--limit",
    "1",
    "--json",
  );
  expect(readJson(listed)).toMatchObject({ total: 1, messages: [{ isSeen: false }], nextCursor: null });
  const search = ["mail", "check", ada.address, "--json", "--search"];
  expect(readJson(await runProgram(...search, "from:out.example"))).toMatchObject({
    messages: [{ isSeen: false }],
  });
  expect(readJson(await runProgram(...search, "from:elsewhere"))).toMatchObject({
    messages: [],
    total: null,
  });
});

test("pasture mail wait prints the code and nothing else, or fails when none comes", async () => {
  const since = new Date(Date.now() - 60_000).toISOString();
  await inboxes.put(ada.mailboxId, mail("Sign in", "Your code is 482913."));
  const got = await runProgram("mail", "wait", ada.address, "--code", "--since", since, "--timeout", "30");
  expect([got.code, got.stdout]).toEqual([0, "482913\n"]);
  const none = await runProgram("mail", "wait", ada.address, "--from", "nobody", "--timeout", "1", "--json");
  expect([none.code, none.stdout, readReason(none)]).toEqual([1, "", "no-message-came"]);
});

test("pasture mail send takes a message with a file, and the mail server delivers it", async () => {
  const file = join(folder.path, "report.csv");
  const text = join(folder.path, "text.txt");
  writeFileSync(file, "a,b\n");
  writeFileSync(text, "See the file.\n");
  const letter = ["--to", bob.address, "--subject", "Report", "--text-file", text, "--attach", file];
  const sent = await runProgram("mail", "send", "--from", ada.address, ...letter, "--json");
  expect([sent.code, readJson(sent)]).toMatchObject([0, { state: "queued", id: expect.any(String) }]);
  await carryOutSending({ ...portal.context, ...inboxes.context }, String(readJson(sent).id));
  const since = new Date(Date.now() - 600_000).toISOString();
  const got = await runProgram(
    "mail",
    "wait",
    bob.address,
    "--subject",
    "report",
    "--since",
    since,
    "--json",
  );
  expect(readJson(got)).toMatchObject({
    text: expect.stringContaining("See the file."),
    attachments: [{ fileName: "report.csv" }],
  });
});

test.each([
  [["check", "nobody@pasture.test"], 1, "not-found"],
  [["check", "{ada}", "--folder", "Nowhere"], 1, "folder-not-found"],
  [["check", "{ada}", "--limit", "0"], 2, "not-a-limit"],
  [["check", "{ada}", "--cursor", "x"], 2, "not-a-cursor"],
  [["check", "{ada}", "--search", " "], 2, "not-a-search"],
  [["wait", "{ada}", "--timeout", "61"], 2, "not-a-number"],
  [["wait", "{ada}", "--since", "soon"], 2, "not-a-time"],
  [["send", "--from", "{ada}", "--to", "nowhere", "--text", "x"], 1, "recipient-invalid"],
  [["send", "--from", "nobody@pasture.test", "--to", "a@b.example", "--text", "x"], 1, "sender-not-own"],
  [["send", "--from", "{ada}", "--to", "a@b.example"], 2, "usage"],
  [
    ["send", "--from", "{ada}", "--to", "a@b.example", "--text", "x", "--attach", "/none"],
    2,
    "unreadable-file",
  ],
])("pasture mail %j says why not", async (args, code, expected) => {
  const answer = await runProgram(
    "mail",
    ...args.map((word) => word.replace("{ada}", ada.address)),
    "--json",
  );
  expect([answer.code, answer.stdout, readReason(answer)]).toEqual([code, "", expected]);
});

test("pasture mcp without a token or an account, or with a token that opens nothing, does not begin", async () => {
  vi.stubEnv("PASTURE_TOKEN", "");
  const without = await runProgram("mcp");
  expect([without.code, without.stdout]).toEqual([2, ""]);
  vi.stubEnv("PASTURE_TOKEN", "pasture_nonsense");
  const wrong = await runProgram("mcp");
  expect([wrong.code, wrong.stdout, wrong.stderr]).toEqual([1, "", expect.stringContaining("opens nothing")]);
});
