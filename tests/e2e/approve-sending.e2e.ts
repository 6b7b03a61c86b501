import type { APIRequestContext } from "@playwright/test";
import { findSidewaysScroll } from "@/tests/support/e2e/find-sideways-scroll";
import { findViolations } from "@/tests/support/e2e/find-violations";
import { findMailedLinks } from "@/tests/support/e2e/mail-outside";
import { readInbox } from "@/tests/support/e2e/mail-program";
import { makePerson } from "@/tests/support/e2e/people";
import type { PortalUnderTest } from "@/tests/support/e2e/portal-under-test";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { test as base, expect } from "@/tests/support/e2e/test";
import { wearLook } from "@/tests/support/e2e/wear-looks";

const WORD = "unbreakable".repeat(12);

interface Asking {
  readonly address: string;
  /** A program of this person, which may not send by itself, writes to the person; gives the link that was mailed. */
  ask(subject: string): Promise<string>;
  countArrived(subject: string): Promise<number>;
}

const test = base.extend<{ asking: Asking }>({
  asking: async ({ portal, database, request }, use) => {
    const person = await makePerson(portal);
    const outside = `${person.localPart}@outside.example`;
    await database.query("update account set recovery_email = $1 where address = $2", [
      outside,
      person.address,
    ]);
    const token = await makeToken(portal, person.address);
    const known = new Set<string>();
    await use({
      address: person.address,
      ask: async (subject) => {
        await post(request, token, { to: [person.address], subject, text: `The whole text.\n${WORD}` });
        const fresh = () => findMailedLinks(portal, outside).filter((link) => !known.has(link));
        await expect.poll(fresh).toHaveLength(1);
        const [link = ""] = fresh();
        known.add(link);
        return link;
      },
      countArrived: async (subject) =>
        (await readInbox(portal, person)).filter((arrived) => arrived === subject).length,
    });
  },
});

async function makeToken(portal: PortalUnderTest, address: string): Promise<string> {
  const args = [
    "token",
    "create",
    "--account",
    address,
    "--mailbox",
    address,
    "--scope",
    "mail:send",
    "--json",
  ];
  const { code, stdout, stderr } = await runPasture(portal, args);
  expect(code, stderr).toBe(0);
  return (JSON.parse(stdout) as { token: string }).token;
}

async function post(request: APIRequestContext, token: string, data: object): Promise<void> {
  const answer = await request.post("/api/v1/messages", {
    headers: { authorization: `Bearer ${token}` },
    data,
  });
  expect([answer.status(), await answer.json()]).toMatchObject([
    202,
    { outgoing: { state: "awaiting-approval" } },
  ]);
}

test("a program's message is read and let go by the link mailed to its owner, without signing in, and once", async ({
  page,
  openBrowser,
  words,
  asking,
  viewport,
}) => {
  const t = words.outgoing;
  const subject = `Report ${WORD}`;
  const link = await asking.ask(subject);
  const other = await openBrowser();
  await Promise.all([page.goto(link), other.goto(link)]);
  await expect(page.getByRole("heading", { level: 1, name: t.linkTitle, exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: subject, exact: true })).toBeVisible();
  await expect(page.getByText(t.explanations["awaiting-approval"])).toBeVisible();
  await expect(page.getByText(asking.address).first()).toBeVisible();
  await expect(page.locator("[data-outgoing-text]")).toContainText("The whole text.");
  expect(await findViolations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await findSidewaysScroll(page)).toEqual([]);
  if (viewport) await page.setViewportSize(viewport);
  // Opening decides nothing.
  expect(await asking.countArrived(subject)).toBe(0);

  await page.getByRole("button", { name: t.approve, exact: true }).click();
  await expect(page.locator("[data-result=done]")).toHaveText(t.linkApproved);
  await expect(page.getByRole("button", { name: t.approve, exact: true })).toHaveCount(0);
  await expect(page.getByText(t.refusals["nothing-to-approve"])).toHaveCount(0);
  await other.getByRole("button", { name: t.reject, exact: true }).click();
  await expect(other.locator("[data-result=refused]")).toHaveText(t.refusals["nothing-to-approve"]);
  await expect.poll(() => asking.countArrived(subject)).toBe(1);

  await page.reload();
  await expect(page.getByText(t.refusals["nothing-to-approve"])).toBeVisible();
  await expect(page.getByRole("link", { name: t.linkUsed, exact: true })).toBeVisible();
  await expect(page.getByText("The whole text.")).toHaveCount(0);
  expect(await findViolations(page)).toEqual([]);
  expect(await asking.countArrived(subject)).toBe(1);
});

test("a message that is stopped is not sent, and a link that is wrong or too old says so calmly", async ({
  page,
  portal,
  database,
  words,
  language,
  asking,
}) => {
  const t = words.outgoing;
  const calm = async (link: string) => {
    const answer = await page.goto(link);
    expect(answer?.status()).toBe(200);
    await expect(page.getByText(t.refusals["nothing-to-approve"])).toBeVisible();
    await expect(page.locator("main").getByRole("button")).toHaveCount(0);
  };
  await page.goto(await asking.ask("Stop me"));
  await page.getByRole("button", { name: t.reject, exact: true }).click();
  await expect(page.locator("[data-result=done]")).toHaveText(t.linkRejected);

  const old = await asking.ask("Too late");
  await database.query(
    "update outgoing_message set approval_ends_at = now() - interval '1 second' where approval_hash is not null",
  );
  await calm(old);
  await calm("/approve-sending");
  await calm("/approve-sending?token=");
  await calm(`/approve-sending?token=pasture_approve_${"a".repeat(49)}`);
  await wearLook(page, portal.url, { theme: "dark", language });
  await calm(`${old}x`);
  expect(await findViolations(page)).toEqual([]);
  for (const subject of ["Stop me", "Too late"]) expect(await asking.countArrived(subject)).toBe(0);
});
