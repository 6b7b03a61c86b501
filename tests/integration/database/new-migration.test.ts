import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

const newMigration = (...args: readonly string[]) =>
  spawnSync(process.execPath, ["prisma/new-migration.mjs", ...args], { encoding: "utf8" });

test("with migrations that agree with the schema nothing is written, and no server or download is needed", () => {
  const { status, stdout, stderr } = newMigration("anything");
  expect(stderr).not.toMatch(/error/i);
  expect(stdout).toContain("nothing to write");
  expect(status).toBe(0);
});

test("a migration without a usable name is a usage error", () => {
  expect(newMigration("No Name").status).toBe(2);
});
