import { afterAll, beforeAll, expect, test } from "vitest";
import { getMessage } from "@/lib/messages/get-message";
import { getMessageSource } from "@/lib/messages/get-message-source";
import { listMessages } from "@/lib/messages/list-messages";
import { cursorSchema, type MessageSummary, type MessageView, messageIdSchema } from "@/lib/messages/schema";
import { HOSTILE_MESSAGES } from "@/tests/support/hostile-mime";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";

let portal: TestPortal;
let inboxes: TestInboxes;
let person: RegisteredPerson;
/** In the order they were put there. */
let listed: readonly MessageSummary[];

beforeAll(async () => {
  portal = await openTestPortal({ mail: "dovecot" });
  await portal.startWorker();
  inboxes = openTestInboxes(portal);
  person = await portal.register();
  await portal.untilMailbox(person.mailboxId, "ACTIVE");
  const client = await inboxes.logIn(person.mailboxId);
  for (const { raw } of HOSTILE_MESSAGES) await client.append("INBOX", raw);
  await client.logout();
  listed = await listAll();
});
afterAll(async () => {
  await inboxes?.close();
  await portal?.close();
});

async function listAll(): Promise<readonly MessageSummary[]> {
  const found: MessageSummary[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listMessages>> = await listMessages(inboxes.context, person.actor, {
      mailboxId: person.mailboxId,
      limit: 50,
      cursor: cursor ? cursorSchema.parse(cursor) : undefined,
    });
    if (!page.ok) throw new Error(page.failure.reason);
    found.push(...page.value.messages);
    cursor = page.value.nextCursor;
  } while (cursor);
  return found.reverse();
}

/** What would break a line, clear a terminal or turn what follows around. */
const MARKS = /[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function shortTexts({
  subject,
  from,
  to,
  ...rest
}: MessageSummary & Partial<MessageView>): readonly string[] {
  const people = [from, ...to, ...(rest.cc ?? []), ...(rest.replyTo ?? [])];
  return [
    subject,
    ...people.flatMap((one) => (one ? [one.name, one.address] : [])),
    ...(rest.attachments ?? []).map(({ fileName }) => fileName),
  ];
}

test("the corpus holds a hundred messages and more, each once", () => {
  expect(HOSTILE_MESSAGES.length).toBeGreaterThan(100);
  expect(new Set(HOSTILE_MESSAGES.map(({ raw }) => raw.toString("latin1"))).size).toBe(
    HOSTILE_MESSAGES.length,
  );
});

test("all are listed, with nothing in a line that is not of the line", () => {
  expect(listed).toHaveLength(HOSTILE_MESSAGES.length);
  expect(listed.flatMap(shortTexts).filter((text) => MARKS.test(text) || text.length > 1_000)).toEqual([]);
  expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
});

test("each is read, or shown as its source: none is lost and none harms", async () => {
  const refused: string[] = [];
  for (const [place, { name, reads }] of HOSTILE_MESSAGES.entries()) {
    const key = { mailboxId: person.mailboxId, messageId: messageIdSchema.parse(listed[place]?.id) };
    const answer = await getMessage(inboxes.context, person.actor, key);
    if (!answer.ok) {
      expect([name, answer.failure.reason]).toEqual([name, "message-too-complex"]);
      const source = await getMessageSource(inboxes.context, person.actor, key);
      expect([name, source.ok]).toEqual([name, true]);
      refused.push(name);
      continue;
    }
    const { subject, text, attachments } = answer.value;
    expect([name, shortTexts(answer.value).filter((words) => MARKS.test(words))]).toEqual([name, []]);
    expect([name, attachments.filter(({ fileName }) => /[/\\:]|^\.|^$/.test(fileName))]).toEqual([name, []]);
    expect([name, attachments.length <= 200]).toEqual([name, true]);
    if (reads?.subject !== undefined) expect([name, subject]).toEqual([name, reads.subject]);
    if (reads?.text !== undefined) expect([name, text?.trim().split("\n")[0]]).toEqual([name, reads.text]);
    if (reads?.fileName !== undefined) {
      expect([name, attachments.map(({ fileName }) => fileName)]).toEqual([name, [reads.fileName]]);
    }
  }
  process.stdout.write(`shown as source: ${refused.join(", ") || "none"}\n`);
  expect(refused.length).toBeLessThan(10);
});
