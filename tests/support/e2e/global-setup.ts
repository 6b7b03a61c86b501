import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeTestFolder } from "../test-folder";
import { findFreePort } from "./find-free-port";
import { UNUSED_MAILCOW_KEY } from "./known-secrets";
import { publishPortal } from "./portal-under-test";
import { startPortal } from "./start-portal";

/** One portal for the whole run, in a data folder of its own; gives what stops it. */
async function startForAllTests(): Promise<() => Promise<void>> {
  const folder = makeTestFolder();
  const logFile = join(process.cwd(), "reports", "e2e-portal.log");
  mkdirSync(join(process.cwd(), "reports"), { recursive: true });
  rmSync(logFile, { force: true });
  const portal = await startPortal({
    dataDir: join(folder.path, "data"),
    port: await findFreePort(),
    logFile,
    environment: {
      // All these people sign up from one address; the calculation is tested by a portal of its own.
      REGISTRATIONS_PER_HOUR: "0",
      REGISTRATION_CAPTCHA: "off",
      LOG_LEVEL: "debug",
      // The sandbox has its own key; this one is here to be found where it must not be.
      MAILCOW_API_KEY: UNUSED_MAILCOW_KEY,
    },
  });
  if (!portal.setupLink) throw new Error("a new portal has to offer its set-up link");
  publishPortal({ ...portal, setupLink: portal.setupLink });
  return async () => {
    const code = await portal.pressControlC();
    folder.remove();
    if (code !== 0) throw new Error(`the portal ended with ${code}; its log is ${logFile}`);
  };
}

export default startForAllTests;
