import { runPasture } from "@/tests/support/e2e/run-pasture";
import { expect, test } from "@/tests/support/e2e/test";

test("a domain that is not open is not offered, and the page says whom to ask", async ({
  page,
  portal,
  words,
  language,
}) => {
  const name = `invited-${language}.example`;
  const save = async (...change: string[]) => {
    const { code, stderr } = await runPasture(portal, [
      "domain",
      "save",
      name,
      "--temporary",
      "no",
      ...change,
    ]);
    expect(code, stderr).toBe(0);
  };
  const sentence = (mode: "invite" | "approval") => words.register.elsewhere[mode].replace("{domain}", name);
  const submit = page.getByRole("button", { name: words.register.submit, exact: true });

  for (const mode of ["invite", "approval"] as const) {
    await save("--registration-mode", mode);
    await page.goto("/register");
    await expect(page.getByText(sentence(mode))).toBeVisible();
    await expect(submit).toBeVisible();
    await expect(page.getByRole("option", { name: `@${name}` })).toHaveCount(0);
  }

  await save("--registration", "no");
  await page.goto("/register");
  await expect(submit).toBeVisible();
  await expect(page.getByText(name)).toHaveCount(0);
});
