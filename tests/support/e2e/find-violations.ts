import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What axe finds wrong by WCAG 2.2 A and AA: rule and elements, one line each. */
export async function findViolations(page: Page): Promise<string[]> {
  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
  const { violations } = await new AxeBuilder({ page })
    .options({ runOnly: tags, resultTypes: ["violations"] })
    // Without it axe opens a page of its own for every look, for frames that no page of ours has.
    .setLegacyMode()
    .analyze();
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.map((node) => node.target.join(" "));
    return `${id} (${help}): ${places.join(", ")}`;
  });
}
