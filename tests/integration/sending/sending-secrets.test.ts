import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { portalPasswordPlace } from "@/lib/mailboxes/ensure-portal-password";
import { cancelSending } from "@/lib/sending/cancel-sending";
import { bundleScript } from "@/tests/support/bundle-script";
import { dumpDatabase } from "@/tests/support/dump-database";
import { scriptEnvironment } from "@/tests/support/script-environment";
import type { RegisteredPerson } from "@/tests/support/test-portal";
import { openSendingPortal, programOf, type SendingPortal, send } from "./open-sending-portal";

let sending: SendingPortal;
let ada: RegisteredPerson;
beforeAll(async () => {
  sending = await openSendingPortal();
  const [first] = await sending.register(1);
  if (!first) throw new Error("nobody registered");
  ada = first;
});
afterAll(() => sending?.close());

const CANARIES = {
  subject: "canary-subject-heron",
  text: "canary-text-otter",
  html: "<p>canary-html-badger</p>",
  to: "Canary Name Lynx <canary.to.falcon@elsewhere.example>",
  bcc: "canary.bcc.osprey@elsewhere.example",
  attachments: [
    {
      fileName: "canary-file-marten.txt",
      mimeType: "text/plain",
      content: Buffer.from("canary-content-weasel"),
    },
  ],
};
const WORDS = ["heron", "otter", "badger", "Lynx", "falcon", "osprey", "marten", "weasel"];

test("what is sent, to whom and about what stands in clear in no table, job or log line, whatever becomes of it", async () => {
  const { pool } = sending.context.database;
  const script = await bundleScript("tests/integration/sending/sending-worker.script.ts");
  const child = spawn(process.execPath, [script], {
    env: scriptEnvironment({ ...sending.portal.environment, LOG_LEVEL: "trace" }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  const log = text(child.stderr);
  await once(child.stdout, "data");
  const dumps: string[] = [];
  const look = async (): Promise<void> => void dumps.push(await dumpDatabase(pool));

  const refused = "554 5.7.1 refused: canary-subject-heron canary.to.falcon@elsewhere.example";
  for (const [behaviour, state] of [
    [{ message: refused }, "FAILED"],
    [{ message: refused.replace("554 5", "451 4") }, "WAITING"],
    [{ recipient: (address: string) => (address.includes("bcc") ? refused : null) }, "SENT"],
    [{ hangUp: "after-message" }, "MAYBE_SENT"],
  ] as const) {
    sending.drop.behave(behaviour);
    const id = await send(sending.context, ada, CANARIES);
    await look();
    await sending.untilState(id, state);
    await look();
  }
  const held = await send(sending.context, ada, { ...CANARIES, holdSeconds: 60 });
  await send(sending.context, ada, CANARIES, programOf(ada));
  await look();
  await cancelSending(sending.context, ada.actor, { outgoingId: held });
  await look();
  child.kill("SIGTERM");
  child.kill("SIGKILL");
  await once(child, "exit");

  const tables = dumps.join("\n");
  const logs = await log;
  // The look is worth something: the rows, a job on its way, and the worker's lines are in it.
  expect(tables).toContain("outgoingId");
  expect(tables).toContain("MAYBE_SENT");
  expect(logs).toContain('"action":"send-message"');
  const { appPasswordSealed } = await sending.portal.getMailbox(ada.mailboxId);
  const password = sending.context.keyring.open(appPasswordSealed ?? "", portalPasswordPlace(ada.mailboxId));
  for (const word of [...WORDS, password, refused.slice(10)]) {
    const forms = [
      word,
      Buffer.from(word).toString("hex"),
      Buffer.from(word).toString("base64").replace(/=+$/, "").slice(0, -1),
    ];
    for (const form of forms) {
      expect(tables.includes(form), `${form} in a table`).toBe(false);
      expect(logs.includes(form), `${form} in the log`).toBe(false);
    }
  }
  expect(logs).not.toContain("@elsewhere.example");
});
