import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { bundleScript } from "@/tests/support/bundle-script";
import { scriptEnvironment } from "@/tests/support/script-environment";
import { openSendingPortal, type SendingPortal } from "./open-sending-portal";

let sending: SendingPortal;
beforeAll(async () => {
  sending = await openSendingPortal();
});
afterAll(() => sending?.close());

const reportSchema = z.object({ taking: z.number(), sending: z.number(), filing: z.number() });

test("20 MiB of files cost a bounded amount of memory: taken and sent piece by piece, and held only for the copy", async () => {
  const [ada] = await sending.register(1);
  const script = await bundleScript("tests/integration/sending/large-mail.script.ts");
  const child = spawn(process.execPath, ["--expose-gc", script], {
    env: scriptEnvironment({
      ...sending.portal.environment,
      ACCOUNT_ID: ada?.actor.accountId ?? "",
      MAILBOX_ID: ada?.mailboxId ?? "",
      ADDRESS: ada?.address ?? "",
    }),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const output = text(child.stdout);
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
  const grew = reportSchema.parse(JSON.parse(await output));
  const mail = sending.drop.mails.at(-1);
  expect(mail?.source.length).toBeGreaterThan(27 * 1024 * 1024);
  // Of 20 MiB that make a message of 28: seen on an idle machine 50, 25 and 104.
  expect(grew.taking).toBeLessThan(100);
  expect(grew.sending).toBeLessThan(80);
  expect(grew.filing).toBeLessThan(200);
}, 180_000);
