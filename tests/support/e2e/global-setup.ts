import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { FullConfig } from "@playwright/test";
import { makeTestFolder } from "../test-folder";
import { findFreePort } from "./find-free-port";
import { UNUSED_MAILCOW_KEY } from "./known-secrets";
import { startMailOutside } from "./mail-outside";
import { type PortalUnderTest, publishPortals } from "./portal-under-test";
import { type StartedPortal, startPortal } from "./start-portal";

/** One portal for each of the runner's workers, in a data folder of its own; gives what stops them. */
async function startForAllTests({ workers }: FullConfig): Promise<() => Promise<void>> {
  const started: Array<{ readonly portal: StartedPortal; stopOthers(): Promise<void> }> = [];
  const published: PortalUnderTest[] = [];
  mkdirSync(join(process.cwd(), "reports"), { recursive: true });
  // One after the other: each sandbox takes ports that the others have left free.
  for (let index = 0; index < workers; index += 1) {
    const folder = makeTestFolder();
    const logFile = join(process.cwd(), "reports", `e2e-portal-${index}.log`);
    rmSync(logFile, { force: true });
    const outsideFolder = join(folder.path, "outside");
    const outside = await startMailOutside(outsideFolder);
    const portal = await startPortal({
      dataDir: join(folder.path, "data"),
      port: await findFreePort(),
      logFile,
      environment: {
        // All these people sign up from one address; the calculation is tested by a portal of its own.
        REGISTRATIONS_PER_HOUR: "0",
        REGISTRATION_CAPTCHA: "off",
        LOG_LEVEL: "debug",
        SMTP_URL: outside.url,
        // The sandbox has its own key; this one is here to be found where it must not be.
        MAILCOW_API_KEY: UNUSED_MAILCOW_KEY,
      },
    });
    started.push({ portal, stopOthers: () => outside.close().then(() => folder.remove()) });
    if (!portal.setupLink) throw new Error("a new portal has to offer its set-up link");
    published.push({ ...portal, setupLink: portal.setupLink, outsideFolder });
  }
  publishPortals(published);
  return async () => {
    const codes = await Promise.all(started.map(({ portal }) => portal.pressControlC()));
    for (const { stopOthers } of started) await stopOthers();
    const wrong = codes.findIndex((code) => code !== 0);
    if (wrong >= 0) {
      throw new Error(`a portal ended with ${codes[wrong]}; its log is ${started[wrong]?.portal.logFile}`);
    }
  };
}

export default startForAllTests;
