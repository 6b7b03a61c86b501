import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findLockHolder, holdLockFile, isAlive } from "@/lib/config/hold-lock-file";
import { makeTestFolder } from "../../support/test-folder";

let folder: ReturnType<typeof makeTestFolder>;
let path: string;
beforeEach(() => {
  folder = makeTestFolder();
  path = join(folder.path, "deep", "a.lock");
});
afterEach(() => folder.remove());

test("of two who want it one gets it, and the other learns who and what for", () => {
  const lock = holdLockFile(path, "http://localhost:3000");
  expect("release" in lock).toBe(true);
  expect(holdLockFile(path)).toEqual({ pid: process.pid, note: "http://localhost:3000" });
});

test("what was released can be taken again", () => {
  const lock = holdLockFile(path);
  if (!("release" in lock)) throw new Error("the lock was taken");
  lock.release();
  expect(existsSync(path)).toBe(false);
  expect("release" in holdLockFile(path)).toBe(true);
});

test.each([
  ["a dead process", () => JSON.stringify({ pid: deadPid(), birth: null, note: "" })],
  [
    "a living process that was started later, with the same number",
    () => JSON.stringify({ pid: process.pid, birth: "1", note: "" }),
  ],
  ["a machine that went down while writing", () => '{"pid": 12'],
])("a lock left by %s counts as free", (_, content) => {
  const lock = holdLockFile(path);
  expect("release" in lock).toBe(true);
  writeFileSync(path, content());
  expect(findLockHolder(path)).toBeNull();
  expect("release" in holdLockFile(path)).toBe(true);
});

test("isAlive tells a running process from one that has ended", () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(isAlive(deadPid())).toBe(false);
});

function deadPid(): number {
  return spawnSync(process.execPath, ["-e", ""]).pid;
}
