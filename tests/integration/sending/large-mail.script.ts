import { setTimeout as wait } from "node:timers/promises";
import { loadSettings } from "@/lib/config/settings";
import type { AccountActor } from "@/lib/context/actor";
import { createPortalContext } from "@/lib/context/create-portal-context";
import { openMailReading } from "@/lib/messages/open-mail-reading";
import { carryOutSending } from "@/lib/sending/carry-out-sending";
import { sendMessage } from "@/lib/sending/send-message";

/** Sends one message with 20 MiB of files, and tells how far the process grew while it took, sent and filed it. */
const MIB = 1024 * 1024;
const { settings } = loadSettings("web", process.env);
const portal = createPortalContext({ settings, databaseUrl: settings.databaseUrl ?? "", name: "large" });
const context = { ...portal, ...openMailReading(portal) };
const { ACCOUNT_ID = "", MAILBOX_ID = "", ADDRESS = "" } = process.env;
const actor: AccountActor = {
  kind: "account",
  accountId: ACCOUNT_ID,
  address: ADDRESS,
  role: "PERSON",
  networkAddress: "192.0.2.7",
  sessionId: null,
  scopes: null,
};
const message = (bytes: number) => ({
  mailboxId: MAILBOX_ID,
  to: "bob@elsewhere.example",
  cc: "",
  bcc: "",
  subject: `large ${bytes}`,
  text: "",
  mode: "new" as const,
  holdSeconds: 0,
  attachments: [
    { fileName: "a.bin", mimeType: "application/octet-stream", content: Buffer.alloc(bytes, "ab cd ") },
  ],
});

/** Peak of the process's memory above where it stood, in MiB. */
async function measure<Value>(work: () => Promise<Value>): Promise<{ value: Value; grewMiB: number }> {
  global.gc?.();
  const start = process.memoryUsage.rss();
  let peak = start;
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const value = await work();
  clearInterval(timer);
  return { value, grewMiB: Math.round((peak - start) / MIB) };
}

async function run(bytes: number) {
  const input = message(bytes);
  const taken = await measure(() => sendMessage(context, actor, input));
  if (!taken.value.ok) throw new Error(taken.value.failure.reason);
  const { id } = taken.value.value;
  const sent = await measure(() => carryOutSending(context, id));
  const filed = await measure(() => carryOutSending(context, id));
  return { taking: taken.grewMiB, sending: sent.grewMiB, filing: filed.grewMiB };
}

// What is compiled and connected at the first message is not the size's doing.
await run(2 * MIB);
await wait(200);
process.stdout.write(JSON.stringify(await run(20 * MIB)));
process.exit(0);
