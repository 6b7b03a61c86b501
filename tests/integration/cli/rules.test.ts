import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runProgram } from "@/tests/support/run-program";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
let person: RegisteredPerson;

beforeAll(async () => {
  portal = await openTestPortal({ environment: { ALLOWED_PRIVATE_HOSTS: "127.0.0.1" } });
  for (const [name, value] of Object.entries(portal.environment)) vi.stubEnv(name, value);
  person = await portal.register();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await portal?.close();
});

async function pasture(...args: string[]) {
  const { code, stdout, stderr } = await runProgram("rule", ...args, "--json");
  return { code, answer: JSON.parse(stdout || stderr) as Record<string, unknown> };
}

test("rules are made, listed and ended by command", async () => {
  const { address } = person;
  const watch = ["--sender", "bank.example", "--code"];
  const shown = await pasture("create", address, "--name", "Bank codes", ...watch);
  expect(shown).toMatchObject({ code: 0, answer: { secret: null } });
  const url = "http://127.0.0.1:40009/hook";
  const told = await pasture("create", address, "--name", "All", "--url", url);
  expect(told.answer.secret).toMatch(/^whsec_/);

  const { answer } = await pasture("list", address);
  expect(answer.rules).toMatchObject([
    { name: "Bank codes", senderContains: "bank.example", needsCode: true, action: "notification" },
    { name: "All", senderContains: null, needsCode: false, action: "webhook", webhook: { url } },
  ]);
  const id = String(told.answer.ruleId);
  expect(await pasture("delete", id)).toMatchObject({ code: 0, answer: { deleted: true } });
  const again = await pasture("delete", id);
  expect(again).toMatchObject({ answer: { error: { reason: "not-found" } } });
  expect(again.code).not.toBe(0);
});

test.each([
  [["nobody@pasture.test", "--name", "x"], "not-found"],
  [["--name", ""], "invalid-input"],
  [["--name", "x", "--url", "https://10.0.0.7/hook"], "host-private"],
  [["--name", "x", "--url", "https://receiver.example/", "--mail"], "not-of-this-rule"],
  [["--name", "x", "--mail"], "recovery-email-needed"],
])("rule create %j is refused: %s", async (given, reason) => {
  const args = given[0]?.startsWith("--") ? [person.address, ...given] : given;
  const { code, answer } = await pasture("create", ...args);
  expect(code).not.toBe(0);
  expect(answer).toMatchObject({ error: { reason } });
});
