import { expect, type Locator, type Page } from "@playwright/test";
import type { PortalUnderTest } from "./portal-under-test";
import { runPasture } from "./run-pasture";
import type { Words } from "./words";

export interface TemporaryAddress {
  readonly address: string;
  /** Its page. */
  readonly place: string;
}

/** Presses the one button of the page that is open, and waits until the address takes mail. */
export async function makeAddress(page: Page, words: Words): Promise<TemporaryAddress> {
  await page.getByRole("button", { name: words.temporary.create, exact: true }).click();
  const fresh = page.locator("[data-fresh-address]");
  await expect(fresh).toBeVisible();
  const address = (await fresh.getAttribute("data-fresh-address")) ?? "";
  expect(address).toMatch(/^[a-z0-9.-]+@/);
  await expect(cardOf(page, "active")).toContainText(address);
  return { address, place: (await fresh.getAttribute("data-place")) ?? "" };
}

/** The card of the address that the page shows, while it is in this state. */
export function cardOf(page: Page, state: "active" | "being-made" | "deleting"): Locator {
  const names = state === "being-made" ? ["pending", "provisioning"] : [state];
  return page.locator(names.map((name) => `section[data-mailbox-state=${name}]`).join(", "));
}

/** One round of the clean-up without grace time, by the command line; gives the addresses it began to delete. */
export async function cleanUpExpired(portal: Pick<PortalUnderTest, "dataDir">): Promise<readonly string[]> {
  const args = ["cleanup", "--kind", "expired", "--grace-hours", "0", "--json"];
  const { code, stdout, stderr } = await runPasture(portal, args);
  expect(code, stdout + stderr).toBe(0);
  const { runs } = JSON.parse(stdout) as { runs: readonly { addresses: readonly string[] }[] };
  return runs.flatMap(({ addresses }) => addresses);
}
