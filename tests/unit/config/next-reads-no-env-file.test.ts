import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { childEnvironment, findKeyNames } from "@/lib/config/child-environment";
import { makeTestFolder } from "../../support/test-folder";

const KEY = "canary-key-in-dot-env";

/** Loads .env files as Next does on start, in a process of its own, and says which of our names it then has. */
function namesAfterNextLoaded(folder: string, environment: NodeJS.ProcessEnv): string {
  const load = `require(require.resolve("@next/env", { paths: [require.resolve("next")] })).loadEnvConfig(${JSON.stringify(folder)})`;
  const show = "process.stdout.write(Object.keys(process.env).filter((name) => /MAIL/.test(name)).join())";
  return execFileSync(process.execPath, ["-e", `${load};${show}`], { env: environment, encoding: "utf8" });
}

test("Next does not bring the Mailcow key from .env into the web process", () => {
  const folder = makeTestFolder();
  writeFileSync(join(folder.path, ".env"), `MAILCOW_API_KEY=${KEY}\nMAIL_API=${KEY}\n`);
  const web = childEnvironment("web", {}, { PATH: process.env.PATH ?? "", MAILCOW_API_KEY: KEY });
  expect(namesAfterNextLoaded(folder.path, web)).toBe("");
  // The same without our care: this is what would happen, so the test above can fail.
  const { __NEXT_PROCESSED_ENV: _told, ...careless } = web;
  expect(namesAfterNextLoaded(folder.path, careless)).toContain("MAILCOW_API_KEY");
  folder.remove();
});

test("only the worker is given the Mailcow key; a tool gets no setting at all", () => {
  const given = {
    PATH: "/bin",
    MAILCOW_API_KEY: KEY,
    MAIL_API_FILE: "x",
    SMTP_URL: "smtp://u:p@h",
    LOG_LEVEL: "warn",
  };
  expect(findKeyNames(childEnvironment("worker", {}, given))).toEqual(["MAILCOW_API_KEY", "MAIL_API_FILE"]);
  expect(findKeyNames(childEnvironment("web", {}, given))).toEqual([]);
  expect(findKeyNames(childEnvironment("sandbox", {}, given))).toEqual([]);
  const { PATH, NODE_ENV, NEXT_TELEMETRY_DISABLED, ...rest } = childEnvironment("tool", {}, given);
  expect({ PATH, NODE_ENV, NEXT_TELEMETRY_DISABLED }).toEqual({
    PATH: "/bin",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
  });
  expect(rest).toEqual({});
});
