import { makePerson, signIn } from "@/tests/support/e2e/people";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { expect, test } from "@/tests/support/e2e/test";

test("a token made on the settings page reads the mailbox, is shown once, and dies when revoked", async ({
  page,
  request,
  words,
  resident,
}) => {
  await signIn(page, words, resident);
  await page.goto("/settings");
  const section = page.locator("#tokens");
  await section.getByLabel(words.settings.tokens.name, { exact: true }).fill("backup script");
  await section.getByLabel(words.scopes["mailbox:read"], { exact: true }).check();
  await section.getByRole("button", { name: words.settings.tokens.create, exact: true }).click();
  const shown = section.locator("[data-token]");
  const token = (await shown.textContent())?.trim() ?? "";
  const ask = (bearer: string) =>
    request.get("/api/v1/mailbox/info", { headers: { authorization: `Bearer ${bearer}` } });

  const answer = await ask(token);
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toMatchObject({
    success: true,
    mailbox: { email: resident.address, status: "active", quota: "1024 MB" },
  });
  expect((await ask(`${token.slice(0, -1)}${token.endsWith("x") ? "y" : "x"}`)).status()).toBe(401);

  await page.reload();
  const revoke = section.getByRole("button", { name: /backup script/ });
  await expect(revoke).toBeVisible();
  await expect(shown).toHaveCount(0);
  await revoke.click();
  await expect(revoke).toHaveCount(0);
  expect((await ask(token)).status()).toBe(401);
});

test("a token made for one mailbox says so, keeps to it, and a refused form keeps its tick", async ({
  page,
  request,
  words,
  portal,
}) => {
  const person = await makePerson(portal);
  await signIn(page, words, person);
  await page.goto("/settings");
  const section = page.locator("#tokens");
  const t = words.settings.tokens;
  const onlyFor = t.onlyFor.replace("{address}", person.address);
  await section.getByLabel(t.name, { exact: true }).fill("one mailbox");
  await section.getByLabel(onlyFor).check();
  await section.getByRole("button", { name: t.create, exact: true }).click();
  await expect(section.getByText(words.fieldProblems.scopes).first()).toBeVisible();
  await expect(section.getByLabel(onlyFor)).toBeChecked();
  await section.getByLabel(words.scopes["*"], { exact: true }).check();
  await section.getByRole("button", { name: t.create, exact: true }).click();
  const token = (await section.locator("[data-token]").textContent())?.trim() ?? "";
  await expect(section.getByRole("listitem").getByText(onlyFor)).toBeVisible();
  const headers = { authorization: `Bearer ${token}` };
  expect((await request.get("/api/v1/mailbox/info", { headers })).status()).toBe(200);
  const refused = await request.post("/api/v1/mailbox/random", { headers, data: {} });
  expect([refused.status(), await refused.json()]).toMatchObject([403, { code: "token-bound" }]);

  const list = await runPasture(portal, ["token", "list", "--account", person.address, "--json"]);
  expect(JSON.parse(list.stdout)).toMatchObject({ tokens: [{ mailboxes: [person.address] }] });
  const create = ["token", "create", "--account", person.address, "--scope", "mail:read", "--json"];
  const made = await runPasture(portal, [...create, "--mailbox", person.address]);
  expect(JSON.parse(made.stdout)).toMatchObject({ mailboxes: [person.address] });
  const foreign = await runPasture(portal, [...create, "--mailbox", `nobody@${portal.domain}`]);
  expect([foreign.code, foreign.stderr]).toEqual([1, expect.stringContaining("mailbox-not-own")]);
});
