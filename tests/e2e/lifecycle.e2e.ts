import { join } from "node:path";
import { findFreePort } from "@/tests/support/e2e/find-free-port";
import { findProcessesNaming, findProcessTree } from "@/tests/support/e2e/find-processes";
import { expectActive } from "@/tests/support/e2e/mail-page";
import { readInbox } from "@/tests/support/e2e/mail-program";
import { fillSignIn, inventPerson, makePerson, submitRegistration } from "@/tests/support/e2e/people";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { controlSandbox } from "@/tests/support/e2e/sandbox-control";
import { startPortal } from "@/tests/support/e2e/start-portal";
import { expect, test } from "@/tests/support/e2e/test";
import { makeTestFolder } from "@/tests/support/test-folder";

test("a second `up` on the same data folder says where the first one runs, and leaves it alone", async ({
  page,
  portal,
}) => {
  const environment = { PORT: String(await findFreePort()) };
  const second = await runPasture({ dataDir: portal.dataDir, environment }, ["up"]);
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`already runs on this data folder: ${portal.url}`);
  expect(second.stderr).toContain(String(portal.supervisorPid));
  await page.goto("/sign-in");
});

test("`up` on a taken port names the port and a way out, and leaves nothing behind", async ({ portal }) => {
  const folder = makeTestFolder();
  const { port } = new URL(portal.url);
  const refused = await runPasture({ dataDir: folder.path, environment: { PORT: port } }, ["up"]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(`Port ${port} is taken`);
  expect(refused.stderr).toContain(`PORT=${Number(port) + 1}`);
  expect(findProcessesNaming(folder.path)).toEqual([]);
  folder.remove();
});

test("Ctrl-C ends every process, the next start has everything back, and the set-up link works once", async ({
  openBrowser,
  words,
}) => {
  test.slow();
  const folder = makeTestFolder();
  const dataDir = join(folder.path, "data");
  const start = async (environment: Record<string, string>) => {
    const logFile = test.info().outputPath("portal.log");
    return startPortal({ dataDir, port: await findFreePort(), logFile, environment });
  };
  const first = await start({});
  const setupLink = first.setupLink ?? "";
  const subject = "Kept over a restart";
  const person = await makePerson(first);
  const admin = { ...inventPerson(first), address: "keeper@outside.test" };

  await test.step("the set-up link makes the first administrator", async () => {
    const page = await openBrowser();
    await page.goto(setupLink);
    await page.getByLabel(words.setup.address, { exact: true }).fill(admin.address);
    await page.getByLabel(words.setup.password, { exact: true }).fill(admin.password);
    await page.getByRole("button", { name: words.setup.submit, exact: true }).click();
    await page.waitForURL("**/mail");
    await page.close();
  });

  await test.step("and nobody else", async () => {
    const page = await openBrowser();
    await page.goto(setupLink);
    await expect(page.getByText(words.setup.unusable)).toBeVisible();
    await expect(page.locator("form#setup")).toHaveCount(0);
    await page.close();
  });

  await controlSandbox(first).deliver({ to: person.address, subject });
  await expect.poll(() => readInbox(first, person)).toEqual([subject]);

  await test.step("Ctrl-C leaves no process, not even the database's", async () => {
    const processes = findProcessTree(first.supervisorPid);
    for (const name of ["pasture.mjs web", "pasture.mjs worker", "bin/postgres", "dovecot"]) {
      expect(processes.filter(({ command }) => command.includes(name)).length, name).toBeGreaterThan(0);
    }
    expect(await first.pressControlC()).toBe(0);
    // Dovecot's logger sees its master's end a moment later.
    await expect.poll(() => processes.filter(({ pid }) => findProcessTree(pid).length > 0)).toEqual([]);
    expect(findProcessesNaming(dataDir)).toEqual([]);
  });

  const second = await start({ REGISTRATION_CAPTCHA: "always" });
  await test.step("the next start has accounts, mailboxes and mail, and no set-up link", async () => {
    expect(second.setupLink).toBeNull();
    expect(await readInbox(second, person)).toEqual([subject]);
    const page = await openBrowser();
    await page.goto(`${second.url}/sign-in`);
    await fillSignIn(page, words, person);
    await expectActive(page, words);
    await page.close();
  });

  await test.step("where a calculation is asked for, the browser does it by itself", async () => {
    const page = await openBrowser();
    await page.goto(`${second.url}/register`);
    await expect(page.locator("[data-captcha=ready]")).toBeVisible();
    await submitRegistration(page, words, inventPerson(second));
    await expectActive(page, words);
    await page.close();
  });

  await test.step("an administrator can be made on the command line", async () => {
    const args = ["account", "create", "--address", "second@outside.test", "--admin"];
    const made = await runPasture(second, [...args, "--password-stdin", "--json"], admin.password);
    expect(made.code, made.stderr).toBe(0);
    expect(JSON.parse(made.stdout)).toMatchObject({ role: "admin", mailbox: null });
  });

  expect(await second.pressControlC()).toBe(0);
  folder.remove();
});
