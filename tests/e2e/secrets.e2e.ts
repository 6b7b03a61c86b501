import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { MAILCOW_KEY_NAMES } from "@/lib/config/setting-names";
import { findProcessTree, readEnvironmentOf } from "@/tests/support/e2e/find-processes";
import { UNUSED_MAILCOW_KEY } from "@/tests/support/e2e/known-secrets";
import { fillSignIn, inventPassword, inventPerson, register, signIn } from "@/tests/support/e2e/people";
import { readSandboxKey } from "@/tests/support/e2e/sandbox-control";
import { expect, test } from "@/tests/support/e2e/test";

test("no password, key or token comes back in any page, payload or log line", async ({
  page,
  portal,
  words,
}) => {
  const person = inventPerson(portal);
  const passwords = {
    typed: person.password,
    mistyped: inventPassword(),
    ofMailbox: inventPassword(),
    ofAccount: inventPassword(),
    tooShort: "kq7-short",
  };
  const answers = recordAnswers(page);

  await page.goto("/sign-in");
  await fillSignIn(page, words, { ...person, password: passwords.mistyped });
  await expect(page.locator("[data-result=refused]")).toBeVisible();
  await answers();
  await register(page, words, person);
  await changeMailboxPassword(passwords.tooShort, "refused");
  await changeMailboxPassword(passwords.ofMailbox, "done");
  await page.goto("/settings");
  await page.getByLabel(words.settings.password.current, { exact: true }).fill(passwords.typed);
  await page.getByLabel(words.settings.password.new, { exact: true }).fill(passwords.ofAccount);
  await page.getByRole("button", { name: words.settings.password.submit, exact: true }).click();
  await expect(page.locator("#password [data-result=done]")).toBeVisible();
  await answers();
  const token = await makeToken();
  const session = (await page.context().cookies()).find(({ name }) =>
    name.endsWith("pasture-session"),
  )?.value;
  await visitAll("/mail", "/mail/password", "/mail/delete", "/settings");
  await page.getByRole("button", { name: words.navigation.signOut, exact: true }).click();
  await page.waitForURL("**/sign-in");
  await visitAll("/", "/register", "/sign-in", "/recover", "/setup");

  const keys = { ofSandbox: readSandboxKey(portal.dataDir), unused: UNUSED_MAILCOW_KEY };
  const secrets = Object.entries({ ...passwords, ...keys, session: session ?? "" });
  for (const [name, secret] of secrets) expect(secret.length, name).toBeGreaterThan(8);
  const recorded = await answers();
  expect(recorded.length).toBeGreaterThan(20);
  for (const { url, body } of recorded) {
    expect(namesFoundIn(body, secrets), url).toEqual([]);
  }
  const withToken = recorded.filter(({ body }) => body.includes(token));
  expect(withToken, "the token is in the one answer that showed it").toHaveLength(1);
  expect(withToken[0]?.method).toBe("POST");
  const log = readFileSync(portal.logFile, "utf8");
  expect(log, "the log is the portal's").toContain("Pasture runs on");
  expect(namesFoundIn(log, [...secrets, ["token", token]])).toEqual([]);

  async function changeMailboxPassword(password: string, outcome: "done" | "refused"): Promise<void> {
    await page.goto("/mail/password");
    await page.getByLabel(words.mailPassword.newPassword, { exact: true }).fill(password);
    await page.getByRole("button", { name: words.mailPassword.submit, exact: true }).click();
    await expect(page.locator(`[data-result=${outcome}]`)).toBeVisible();
    await answers();
  }

  async function makeToken(): Promise<string> {
    await page.getByLabel(words.settings.tokens.name, { exact: true }).fill("canary");
    await page.getByLabel(words.scopes["mailbox:read"], { exact: true }).check();
    await page.getByRole("button", { name: words.settings.tokens.create, exact: true }).click();
    const token = await page.locator("[data-token]").textContent();
    await answers();
    return token ?? "";
  }

  /** As a document, and as the payload the framework asks for when it refreshes one. */
  async function visitAll(...paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      await page.goto(path);
      const type = await page.evaluate(async (address) => {
        const answer = await fetch(address, { headers: { rsc: "1" } });
        await answer.text();
        return answer.headers.get("content-type");
      }, path);
      expect(type, path).toContain("text/x-component");
      await answers();
    }
  }
});

test("the web process holds no Mailcow key, by name or by value; the worker does", async ({ portal }) => {
  const processes = findProcessTree(portal.supervisorPid);
  const environmentOf = (role: string) => {
    const found = processes.filter(({ command }) => command.endsWith(`pasture.mjs ${role}`));
    expect(found, role).toHaveLength(1);
    return readEnvironmentOf(found[0]?.pid ?? 0);
  };
  expect(environmentOf("worker").get("MAILCOW_API_KEY")).toBe(UNUSED_MAILCOW_KEY);
  const web = environmentOf("web");
  expect([...web.keys()].filter((name) => MAILCOW_KEY_NAMES.some((key) => key === name))).toEqual([]);
  const values = [...web.values()].join("\n");
  expect(values).toContain(portal.dataDir);
  expect(values).not.toContain(UNUSED_MAILCOW_KEY);
  expect(values).not.toContain(readSandboxKey(portal.dataDir));
});

test("somebody signed in gets no page that a cache may keep", async ({ page, words, resident }) => {
  await signIn(page, words, resident);
  for (const path of ["/mail", "/mail/password", "/settings"]) {
    const answer = await page.goto(path);
    expect(answer?.headers()["cache-control"], path).toBe("private, no-store");
  }
});

interface Answer {
  readonly method: string;
  readonly url: string;
  readonly body: string;
}

/**
 * Keeps the text of every answer this browser gets from now on. The call it ends with waits for those that are still
 * arriving: a browser forgets them when it goes to another page.
 */
function recordAnswers(page: Page): () => Promise<readonly Answer[]> {
  const answers: Promise<Answer | null>[] = [];
  page.context().on("response", (response) => {
    const type = response.headers()["content-type"] ?? "";
    if (!/html|x-component|json|javascript/.test(type)) return;
    const answer = { method: response.request().method(), url: response.url() };
    const text = response.text().then(
      (body) => ({ ...answer, body }),
      () => null, // A redirect has no body to read.
    );
    answers.push(text);
  });
  return async () => (await Promise.all(answers)).filter((answer) => answer !== null);
}

function namesFoundIn(text: string, secrets: readonly (readonly [string, string])[]): string[] {
  return secrets.filter(([, secret]) => text.includes(secret)).map(([name]) => name);
}
