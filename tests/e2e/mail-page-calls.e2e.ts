import type { Page } from "@playwright/test";
import { expectActive } from "@/tests/support/e2e/mail-page";
import { makePerson, signIn } from "@/tests/support/e2e/people";
import type { SandboxControl } from "@/tests/support/e2e/sandbox-control";
import { expect, test } from "@/tests/support/e2e/test";

const VISITS = 12;
/** P7 asks for 1.5 times; the constant covers what the machine does at the same time. */
const SLOWER_AT_MOST = 1.5;
const NOISE_MS = 150;

test("the Mail page asks the mail server nothing while its numbers are fresh, and one thing when they are not", async ({
  page,
  portal,
  words,
  sandbox,
  database,
}) => {
  const person = await makePerson(portal);
  await signIn(page, words, person);
  await expectActive(page, words);
  await sandbox.forgetCalls();
  for (let visit = 0; visit < VISITS; visit += 1) await page.reload();
  expect(await callsAbout(sandbox, person.address)).toEqual([]);

  await database.ageNumbers(person.address);
  for (let visit = 0; visit < VISITS; visit += 1) await page.reload();
  await expect.poll(() => callsAbout(sandbox, person.address)).toHaveLength(1);
});

test("with the mail server hanging, the Mail page is whole and as quick as before", async ({
  page,
  portal,
  words,
  sandbox,
  database,
}) => {
  const person = await makePerson(portal);
  await signIn(page, words, person);
  await expectActive(page, words);
  const before = await measureVisits(page);

  await sandbox.forgetCalls();
  await sandbox.setFault({ kind: "hang" });
  await database.ageNumbers(person.address);
  const during = await measureVisits(page);
  await expectActive(page, words);
  await expect(page.locator("#usage [data-as-of]")).toBeVisible();
  await expect(page.locator("[data-setting=imap-server]")).toBeVisible();
  await expect.poll(() => callsAbout(sandbox, person.address), "the hanging call is made").toHaveLength(1);

  await sandbox.clearFault();
  const after = await measureVisits(page);
  const healthy = Math.max(median(before), median(after));
  const figures = `healthy ${median(before)} and ${median(after)} ms, hanging ${median(during)} ms`;
  test.info().annotations.push({ type: "Mail page, median of whole answers", description: figures });
  expect(median(during), figures).toBeLessThan(healthy * SLOWER_AT_MOST + NOISE_MS);
});

/** Calls for this mailbox; the worker's look at the server's health, once a minute, is nobody's visit. */
async function callsAbout(sandbox: SandboxControl, address: string): Promise<string[]> {
  const calls = await sandbox.listCalls();
  return calls
    .map(({ path }) => decodeURIComponent(path))
    .filter((path) => path.includes(address) || path.includes("/mailbox"));
}

/** Milliseconds from asking to the last byte, without the browser's drawing. */
async function measureVisits(page: Page): Promise<number[]> {
  const durations: number[] = [];
  for (let visit = 0; visit < VISITS; visit += 1) {
    const begun = performance.now();
    const answer = await page.request.get("/mail");
    await answer.body();
    expect(answer.ok()).toBe(true);
    durations.push(Math.round(performance.now() - begun));
  }
  return durations;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
