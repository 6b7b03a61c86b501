import { readInbox } from "@/tests/support/e2e/mail-program";
import { inventPerson, signIn } from "@/tests/support/e2e/people";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { expect, test } from "@/tests/support/e2e/test";

test("an account made on the command line has its mailbox, signs in on the web, and is listed", async ({
  page,
  portal,
  words,
}) => {
  const person = inventPerson(portal);
  const create = ["account", "create", "--address", person.address, "--password-stdin", "--json"];

  const made = await runPasture(portal, create, `${person.password}\n`);
  expect(made.code, made.stderr).toBe(0);
  expect(JSON.parse(made.stdout)).toMatchObject({ address: person.address, mailbox: { state: "done" } });
  expect(made.stdout).not.toContain(person.password);
  expect(await readInbox(portal, person)).toEqual([]);
  await signIn(page, words, person);

  const listed = await runPasture(portal, ["mailbox", "list", "--domain", portal.domain, "--json"]);
  expect(listed.code, listed.stderr).toBe(0);
  const { mailboxes } = JSON.parse(listed.stdout) as { mailboxes: { address: string; state: string }[] };
  expect(mailboxes).toContainEqual(expect.objectContaining({ address: person.address, state: "active" }));

  const again = await runPasture(portal, create, person.password);
  expect(again.code).toBe(1);
  expect(JSON.parse(again.stderr)).toMatchObject({ error: { reason: "address-taken" } });
});

test("a token made on the command line works against the running portal", async ({
  request,
  portal,
  resident,
}) => {
  const args = ["token", "create", "--account", resident.address, "--scope", "mailbox:read", "--json"];
  const { code, stdout, stderr } = await runPasture(portal, args);
  expect(code, stderr).toBe(0);
  const { token } = JSON.parse(stdout) as { token: string };
  const answer = await request.get("/api/v1/mailbox/info", { headers: { authorization: `Bearer ${token}` } });
  expect(await answer.json()).toMatchObject({ success: true, mailbox: { email: resident.address } });
});

test("doctor finds nothing wrong with the running portal, and fails when the mail server is away", async ({
  portal,
  sandbox,
}) => {
  const healthy = await runPasture(portal, ["doctor", "--json"]);
  expect(healthy.code, healthy.stdout).toBe(0);
  const { checks } = JSON.parse(healthy.stdout) as { checks: { name: string; state: string }[] };
  expect(checks.filter(({ state }) => state === "failed")).toEqual([]);
  expect(checks.filter(({ state }) => state === "ok").length).toBeGreaterThan(5);

  await sandbox.setFault({ kind: "down" });
  const sick = await runPasture(portal, ["doctor", "--json"]);
  expect(sick.code).toBe(1);
  const report = JSON.parse(sick.stdout) as { checks: { state: string; cause?: string; fix?: string }[] };
  for (const { state, cause, fix } of report.checks) {
    if (state !== "failed") continue;
    expect(cause).toBeTruthy();
    expect(fix).toBeTruthy();
  }
});

test("a wrong call and unusable settings end with 2 and say why", async ({ portal }) => {
  expect(await runPasture(portal, ["mailbox", "paint"])).toMatchObject({ code: 2, stdout: "" });
  const noScope = await runPasture(portal, ["token", "create", "--account", `a@${portal.domain}`]);
  expect(noScope.code).toBe(2);
  expect(noScope.stderr).toContain("--scope");
  const badSettings = await runPasture({ dataDir: portal.dataDir, environment: { PORT: "high" } }, [
    "mailbox",
    "list",
    "--json",
  ]);
  expect(badSettings.code).toBe(2);
  expect(JSON.parse(badSettings.stderr)).toMatchObject({ error: { reason: "unusable-settings" } });
});
