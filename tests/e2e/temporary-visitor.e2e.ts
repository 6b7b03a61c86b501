import { join } from "node:path";
import { findFreePort } from "@/tests/support/e2e/find-free-port";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { makePerson } from "@/tests/support/e2e/people";
import { openPortalDatabase, type PortalDatabase } from "@/tests/support/e2e/portal-database";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { controlSandbox } from "@/tests/support/e2e/sandbox-control";
import { type StartedPortal, startPortal } from "@/tests/support/e2e/start-portal";
import { cardOf, cleanUpExpired, makeAddress } from "@/tests/support/e2e/temporary-address";
import { test as base, expect } from "@/tests/support/e2e/test";
import { makeTestFolder } from "@/tests/support/test-folder";

const SHOWN_WITHIN_MS = 3_000;

const test = base.extend<{ ownPortal: StartedPortal; ownDatabase: PortalDatabase }>({
  /** Here every address of a visitor costs its calculation, and a visitor's limit can be used up. */
  ownPortal: async ({ browserName: _ }, use) => {
    const folder = makeTestFolder();
    const portal = await startPortal({
      dataDir: join(folder.path, "data"),
      port: await findFreePort(),
      logFile: base.info().outputPath("portal.log"),
      environment: { REGISTRATION_CAPTCHA: "when-busy", REGISTRATIONS_PER_HOUR: "0" },
    });
    await use(portal);
    expect(await portal.pressControlC()).toBe(0);
    folder.remove();
  },
  ownDatabase: async ({ ownPortal }, use) => {
    const database = await openPortalDatabase(ownPortal);
    await use(database);
    await database.close();
  },
});

test("a visitor has an address of their own where the operator allows it: in this browser alone, until it expires", async ({
  ownPortal: portal,
  ownDatabase: database,
  openBrowser,
  words,
  expectedProblems,
}) => {
  test.slow();
  expectedProblems.push(/Failed to load resource: .* 404/);
  const sandbox = controlSandbox(portal);
  const sender = await makePerson(portal);
  const page = await openBrowser();
  const offer = page.getByRole("link", { name: words.home.temporary });

  await test.step("where it is not allowed, the page says who can have one, and nothing leads there", async () => {
    await page.goto(portal.url);
    await expect(page.getByRole("link", { name: words.home.register })).toBeVisible();
    await expect(offer).toHaveCount(0);
    await page.goto(`${portal.url}/temporary`);
    await expect(page.getByText(words.temporary.signInNeeded)).toBeVisible();
    await expect(page.getByRole("button", { name: words.temporary.create })).toHaveCount(0);
  });

  const saved = await runPasture(portal, ["domain", "save", portal.domain, "--visitors", "yes", "--json"]);
  expect(saved.code, saved.stderr).toBe(0);

  await test.step("the sign-in page and the front page lead there", async () => {
    await page.goto(`${portal.url}/sign-in`);
    await expect(offer).toBeVisible();
    await page.goto(portal.url);
    await offer.click();
    await page.waitForURL("**/temporary");
  });

  await expect(page.locator("[data-captcha=ready]")).toBeAttached();
  const { address, place } = await makeAddress(page, words);
  const ownPage = `${portal.url}${place}`;

  await test.step("the key to it is a cookie that no script can read", async () => {
    const cookies = await page.context().cookies();
    expect(cookies.find(({ name }) => name.endsWith("pasture-owner"))).toMatchObject({
      httpOnly: true,
      sameSite: "Lax",
    });
  });

  await test.step("a message shows within three seconds, and opens", async () => {
    await sendMail(portal, sender, { to: address, subject: "For the visitor" });
    await expect(page.locator("[data-message]")).toHaveCount(1, { timeout: SHOWN_WITHIN_MS });
    await page.locator("[data-message] a").click();
    await expect(page.getByText("Sent by a test.")).toBeVisible();
  });

  await test.step("who has as many as one may have is told so", async () => {
    await database.capPerPerson(1);
    await page.goto(`${portal.url}/temporary`);
    await expect(page.locator("[data-captcha=ready]")).toBeAttached();
    await page.getByRole("button", { name: words.temporary.create, exact: true }).click();
    await expect(page.locator("[data-result=refused]")).toHaveText(words.failures["person-cap-reached"]);
    await database.capPerPerson(null);
  });

  await test.step("another browser sees neither the address nor its mail nor its files", async () => {
    await page.locator("[data-message] a").click();
    await page.waitForURL(/\/messages\//);
    const message = page.url();
    const other = await openBrowser();
    for (const url of [ownPage, message, `${ownPage}/delete`]) {
      await other.goto(url);
      await expect(other.locator("[data-address-gone]")).toBeVisible();
      await expect(other.getByText(address)).toHaveCount(0);
    }
    const file = `${message.replace("/temporary/", "/temporary-mailboxes/")}/raw`;
    expect((await other.request.get(file)).status()).toBe(404);
    expect((await page.request.get(file)).status()).toBe(200);
    await other.goto(`${portal.url}/temporary`);
    await expect(other.getByText(words.temporary.none)).toBeVisible();
  });

  await test.step("shortly before the end the page warns, and a press begins the time again", async () => {
    await database.moveExpiry(address, 300);
    await page.goto(ownPage);
    const warning = page.getByText(words.temporary.soonTitle);
    await expect(warning).toBeVisible();
    await page.locator("#extend button").click();
    await expect(warning).toHaveCount(0);
    await expect(page.locator("time[data-countdown]")).toHaveText(/^23:59:|^1 /);
  });

  await test.step("it expires, and is gone from Mailcow and from the page", async () => {
    await database.moveExpiry(address, -1);
    await page.goto(ownPage);
    await expect(cardOf(page, "active")).toHaveAttribute("data-expired", "true");
    expect(await cleanUpExpired(portal)).toContain(address);
    await expect(page.locator("[data-address-gone]")).toBeVisible({ timeout: 60_000 });
    expect(await sandbox.listMailboxes()).not.toContain(address);
    const registered = await page.request.get(
      `${portal.url}/register/availability?localPart=${address.split("@")[0]}&domain=${portal.domain}`,
    );
    expect(await registered.json()).toEqual({ available: false, reason: "address-taken" });
  });

  await test.step("who makes too many is told to wait", async () => {
    await database.exhaustRateLimit("temporary-visitor");
    await page.goto(`${portal.url}/temporary`);
    await expect(page.locator("[data-captcha=ready]")).toBeAttached();
    await page.getByRole("button", { name: words.temporary.create, exact: true }).click();
    await expect(page.locator("[data-result=refused]")).toContainText(
      words.failures["rate-limited"].slice(0, words.failures["rate-limited"].indexOf("{")),
    );
  });
});
