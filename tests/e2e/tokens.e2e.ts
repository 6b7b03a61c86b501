import { signIn } from "@/tests/support/e2e/people";
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
