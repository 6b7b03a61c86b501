import { randomBytes } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { PortalUnderTest } from "./portal-under-test";
import { runPasture } from "./run-pasture";
import type { Words } from "./words";

export interface Person {
  readonly localPart: string;
  readonly address: string;
  readonly password: string;
}

/** Somebody nobody has met, with a password of their own that occurs nowhere else. */
export function inventPerson({ domain }: Pick<PortalUnderTest, "domain">): Person {
  const localPart = `p${randomBytes(5).toString("hex")}`;
  return { localPart, address: `${localPart}@${domain}`, password: inventPassword() };
}

export function inventPassword(): string {
  return `violet Trams ${randomBytes(8).toString("hex")} 7`;
}

/** An account with a ready mailbox, made beside the browser: for tests that are not about signing up. */
export async function makePerson(
  portal: Pick<PortalUnderTest, "domain" | "dataDir">,
  ...options: readonly "--admin"[]
): Promise<Person> {
  const person = inventPerson(portal);
  const args = ["account", "create", "--address", person.address, ...options, "--password-stdin", "--json"];
  const { code, stdout, stderr } = await runPasture(portal, args, person.password);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ mailbox: { state: "done" } });
  return person;
}

/** Fills in the registration form and ends on the Mail page, in whatever state the mailbox then is. */
export async function register(page: Page, words: Words, person: Person): Promise<void> {
  await page.goto("/register");
  await submitRegistration(page, words, person);
}

/** On the registration page; ends on the Mail page. */
export async function submitRegistration(page: Page, words: Words, person: Person): Promise<void> {
  await page.getByLabel(words.register.address.name, { exact: true }).fill(person.localPart);
  await page.getByLabel(words.register.password, { exact: true }).fill(person.password);
  await page.getByRole("button", { name: words.register.submit, exact: true }).click();
  await page.waitForURL("**/mail");
}

export async function signIn(page: Page, words: Words, person: Person): Promise<void> {
  await page.goto("/sign-in");
  await fillSignIn(page, words, person);
  await page.waitForURL("**/mail");
}

export async function fillSignIn(page: Page, words: Words, person: Person): Promise<void> {
  await page.getByLabel(words.signIn.address, { exact: true }).fill(person.address);
  await page.getByLabel(words.signIn.password, { exact: true }).fill(person.password);
  await page.getByRole("button", { name: words.signIn.submit, exact: true }).click();
}

export async function signOut(page: Page, words: Words): Promise<void> {
  await page.getByRole("button", { name: words.navigation.signOut, exact: true }).click();
  await page.waitForURL("**/sign-in");
}
