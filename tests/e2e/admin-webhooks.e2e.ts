import { Webhook } from "standardwebhooks";
import { startReceiver } from "@/tests/integration/notifications/start-receiver";
import { expect, test } from "@/tests/support/e2e/admin-test";

test("a receiver is added, hears of a new mailbox in a signed message, and is changed, asked again and removed", async ({
  adminPage: page,
  words,
  expectPresentable,
}) => {
  test.slow();
  const receiver = await startReceiver();
  const text = words.admin.webhooks;
  const events = words.webhookEvents;
  const url = page.getByLabel(text.url, { exact: true });
  const secretShown = page.locator("[data-token]");
  const delivery = (state: string) => page.locator(`[data-delivery=${state}]`);

  await test.step("nothing yet, and a refusal that says why", async () => {
    await page.goto("/admin/webhooks");
    await url.fill("http://192.168.7.7/hook");
    await page.getByRole("button", { name: text.add, exact: true }).click();
    await expect(url).toHaveAccessibleDescription(new RegExp(words.failures["host-private"].slice(0, 30)));
    await expect(url).toHaveValue("http://192.168.7.7/hook");
    for (const name of Object.values(events)) await page.getByRole("checkbox", { name }).uncheck();
    await url.fill(receiver.url);
    await page.getByRole("button", { name: text.add, exact: true }).click();
    await expect(page.getByRole("group", { name: text.events })).toHaveAccessibleDescription(
      words.fieldProblems.events,
    );
  });

  let secret = "";
  await test.step("its secret is shown once", async () => {
    await url.fill(receiver.url);
    for (const name of [events["mailbox-created"], events["mailbox-deleted"]]) {
      await page.getByRole("checkbox", { name }).check();
    }
    await page.getByRole("button", { name: text.add, exact: true }).click();
    secret = (await secretShown.textContent())?.trim() ?? "";
    expect(secret).toMatch(/^whsec_/);
    await expect(page.getByRole("link", { name: receiver.url })).toBeVisible();
    await page.reload();
    await expect(secretShown).toHaveCount(0);
    expect(await page.content()).not.toContain(secret);
  });

  await test.step("it hears of a mailbox, and the message is signed with that secret", async () => {
    await page.goto("/temporary-mailboxes");
    await page.getByRole("button", { name: words.temporary.create, exact: true }).click();
    await expect(page.locator("[data-fresh-address]")).toBeVisible();
    await expect.poll(() => receiver.received.length).toBeGreaterThan(0);
    const [message] = receiver.received;
    const headers = Object.fromEntries(
      ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => [
        name,
        String(message?.headers[name]),
      ]),
    );
    expect(new Webhook(secret).verify(message?.body ?? "", headers)).toMatchObject({
      type: "mailbox.created",
    });
  });

  await page.goto("/admin/webhooks");
  await page.getByRole("link", { name: receiver.url }).click();
  await page.waitForURL(/webhooks\/[0-9a-f-]{36}/);
  const here = page.url();

  await test.step("the log tells what was sent and what came back", async () => {
    await expect(delivery("delivered")).toHaveCount(1);
    await expect(delivery("delivered")).toContainText(events["mailbox-created"]);
    await expect(delivery("delivered")).toContainText("204");
    await page.getByText(text.details).click();
    await expect(page.locator("pre")).toContainText("mailbox.created");
    await expectPresentable("a webhook with a delivery");
  });

  await test.step("a message is sent again, with the same id", async () => {
    const first = receiver.received[0]?.headers["webhook-id"];
    const count = receiver.received.length;
    await page.getByText(text.details).click();
    await page.getByRole("button", { name: text.resend, exact: true }).click();
    await expect(page.locator("[data-result=done]")).toHaveText(text.resent);
    await expect(page.locator(":focus")).toContainText(text.resent);
    await expect.poll(() => receiver.received.length).toBe(count + 1);
    expect(receiver.received.at(-1)?.headers["webhook-id"]).toBe(first);
    // The page looks again by itself.
    await expect(delivery("delivered")).toHaveCount(1);
  });

  await test.step("a receiver that refuses is tried again later, and the log says so", async () => {
    receiver.answer({ status: 500 });
    await page.getByRole("button", { name: text.resend, exact: true }).click();
    await expect(delivery("waiting")).toContainText("500");
    await expect(delivery("waiting")).toContainText(text.nextTry);
    receiver.answer({ status: 204 });
  });

  await test.step("a new secret is shown once and does not end the old one at once", async () => {
    await page.getByRole("button", { name: text.rotate, exact: true }).click();
    const rotated = (await secretShown.textContent())?.trim() ?? "";
    expect(rotated).toMatch(/^whsec_/);
    expect(rotated).not.toBe(secret);
    await page.reload();
    await expect(secretShown).toHaveCount(0);
  });

  await test.step("it is paused, which the list shows", async () => {
    await page.getByRole("checkbox", { name: text.isActive }).uncheck();
    await page.getByRole("checkbox", { name: events["mailbox-deleted"] }).uncheck();
    await page.getByRole("button", { name: words.form.save, exact: true }).click();
    await expect(page.locator("[data-result=done]")).toHaveText(words.form.saved);
    await page.goto("/admin/webhooks");
    const item = page.getByRole("listitem").filter({ hasText: receiver.url });
    await expect(item).toContainText(text.paused);
    await expect(item).not.toContainText(events["mailbox-deleted"]);
    await expectPresentable("a paused webhook");
  });

  await test.step("removed, it is gone with its log", async () => {
    await page.goto(here);
    await page.getByRole("button", { name: text.remove, exact: true }).click();
    await page.waitForURL("**/admin/webhooks");
    await expect(page.getByRole("link", { name: receiver.url })).toHaveCount(0);
    const gone = await page.request.get(here);
    expect(gone.status()).toBe(404);
  });
  await receiver.close();
});
