import { spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { bundleScript } from "@/tests/support/bundle-script";
import { dumpDatabase } from "@/tests/support/dump-database";
import { scriptEnvironment } from "@/tests/support/script-environment";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

const PASSWORDS = {
  TYPED_PASSWORD: "canary typed violet harbour trams",
  CHANGED_PASSWORD: "canary changed copper lantern birds",
  MISTYPED_PASSWORD: "canary mistyped silver meadow clocks",
};

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ mail: "memory", environment: { LOG_LEVEL: "trace" } });
});
afterAll(() => portal.close());

const reportSchema = z.object({ mailboxId: z.string(), made: z.array(z.string().min(20)) });

/** Runs the script; the tables are read again and again meanwhile, because finished jobs leave no row. */
async function liveOneDay() {
  const script = await bundleScript("tests/integration/worker/secrets.script.ts");
  const child = spawn(process.execPath, [script], {
    env: scriptEnvironment({ ...portal.environment, ...PASSWORDS }),
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  let isOver = false;
  const exit = new Promise<number | null>((resolve) => {
    child.once("exit", (code) => {
      isOver = true;
      resolve(code);
    });
  });
  const [output, log, report] = [1, 2, 3].map((descriptor) => text(child.stdio[descriptor] as Readable));
  const dumps: string[] = [];
  await waitUntil(
    "the end of the day",
    async () => {
      dumps.push(await dumpDatabase(portal.context.database.pool));
      return isOver;
    },
    60_000,
  );
  dumps.push(await dumpDatabase(portal.context.database.pool));
  expect(await exit, await log).toBe(0);
  return {
    dumps,
    logs: `${await output}${await log}`,
    ...reportSchema.parse(JSON.parse((await report) ?? "")),
  };
}

test("no password, key, token or session id is in any table, job or log line, at any moment of a working day", async () => {
  const { dumps, logs, mailboxId, made } = await liveOneDay();
  const { appPasswordSealed } = await portal.getMailbox(mailboxId);
  const place = `mailbox:app_password_sealed:${mailboxId}`;
  const secrets = [
    ...Object.values(PASSWORDS),
    ...made,
    portal.context.keyring.open(appPasswordSealed ?? "", place),
    portal.sandbox.apiKey,
    portal.environment.ENCRYPTION_KEYS?.slice(3) ?? "",
    portal.environment.NEXTAUTH_SECRET ?? "",
  ];
  expect(secrets.every((secret) => secret.length >= 12)).toBe(true);
  const tables = dumps.join("\n");
  // The look is worth something: it sees the account, a job on its way, and lines of the log.
  expect(tables).toContain("kestrel@pasture.test");
  expect(tables).toMatch(/operationId/);
  expect(logs).toContain('"outcome":"done"');
  expect(logs).toContain('"dropped":["password","request"]');
  for (const secret of secrets) {
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64").slice(0, -4),
    ]) {
      expect(tables.includes(form)).toBe(false);
      expect(logs.includes(form)).toBe(false);
    }
  }
});
