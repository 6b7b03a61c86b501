import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ImapFlow } from "imapflow";
import { SESSION_LIMITS } from "@/lib/imap/mail-sessions";
import { listMessages } from "@/lib/messages/list-messages";
import { type MailboxNews, watchMailbox } from "@/lib/messages/watch-mailbox";
import { leaveTestServer } from "@/tests/support/test-database";
import { openTestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";
import { fillMaildir } from "./support/fill-maildir";

const { values } = parseArgs({
  options: { inboxes: { type: "string", default: "200" }, rounds: { type: "string", default: "3" } },
});
const count = Number(values.inboxes);
const PAGE = 50;
/** Opened together; Dovecot hashes a password for each. */
const AT_ONCE = 8;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const portal = await openTestPortal({ mail: "dovecot" });
await portal.startWorker();
const inboxes = openTestInboxes(portal);
const people: RegisteredPerson[] = [];
for (let index = 0; index < count; index += 1) people.push(await portal.register());
for (const { mailboxId, address } of people) {
  await portal.untilMailbox(mailboxId, "ACTIVE", 300_000);
  fillMaildir(portal.sandbox.mailFolder ?? "", address, PAGE);
}
for (let round = 0; round < Number(values.rounds); round += 1) {
  const sides = [
    async () => report("bare", await holdBare()),
    async () => report("portal", await holdOurs()),
  ];
  for (const side of round % 2 === 0 ? sides : sides.reverse()) await side();
}
await inboxes.close();
await portal.close();
await leaveTestServer();

async function holdBare(): Promise<number> {
  const before = await usedBytes();
  const clients: ImapFlow[] = [];
  await forAll(async ({ mailboxId }) => {
    const client = await inboxes.logIn(mailboxId);
    clients.push(client);
    await client.mailboxOpen("INBOX");
    await client.fetchAll("1:*", {
      uid: true,
      envelope: true,
      flags: true,
      size: true,
      bodyStructure: true,
    });
  });
  const held = (await usedBytes()) - before;
  await Promise.all(clients.map((client) => client.logout()));
  return held;
}

async function holdOurs(): Promise<number> {
  const context = inboxes.open({ idleCloseMs: 3_600_000 });
  const before = await usedBytes();
  const connected = new Set<string>();
  const watched = new Set(people.slice(0, SESSION_LIMITS.maxWatched));
  const stops: Array<() => void> = [];
  await forAll(async (person) => {
    const { mailboxId, actor } = person;
    if (watched.has(person)) {
      const onNews = (news: MailboxNews): void => {
        if (news === "changed") connected.add(mailboxId);
      };
      const watching = await watchMailbox(context, actor, { mailboxId, onNews });
      if (!watching.ok) throw new Error(watching.failure.reason);
      stops.push(watching.value);
    }
    const page = await listMessages(context, actor, { mailboxId, limit: PAGE });
    if (!page.ok || page.value.messages.length !== PAGE) throw new Error("no page");
  });
  await waitUntil("all are open", () => context.mailSessions.count().connections === count);
  const held = (await usedBytes()) - before;
  for (const stop of stops) stop();
  await context.mailSessions.close();
  if (connected.size < watched.size) throw new Error(`${connected.size} of ${watched.size} are watched`);
  return held;
}

async function forAll(work: (person: RegisteredPerson) => Promise<void>): Promise<void> {
  const waiting = [...people];
  const take = async (): Promise<void> => {
    for (let person = waiting.shift(); person; person = waiting.shift()) await work(person);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, take));
}

/** Heap and buffers, after what nobody holds is gone. */
async function usedBytes(): Promise<number> {
  for (let pass = 0; pass < 3; pass += 1) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function report(side: string, bytes: number): void {
  const perInboxKiB = Math.round(bytes / count / 1024);
  process.stdout.write(
    `${JSON.stringify({ side, inboxes: count, MiB: Math.round(bytes / 2 ** 20), perInboxKiB })}\n`,
  );
}
