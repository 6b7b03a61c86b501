import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AccountActor } from "@/lib/context/actor";
import { appendSent } from "@/lib/messages/append-sent";
import { deleteMessages } from "@/lib/messages/delete-messages";
import { flagMessages } from "@/lib/messages/flag-messages";
import { getAttachment } from "@/lib/messages/get-attachment";
import { getMessage } from "@/lib/messages/get-message";
import { getMessageSource } from "@/lib/messages/get-message-source";
import { getRawMessage } from "@/lib/messages/get-raw-message";
import { getThread } from "@/lib/messages/get-thread";
import { listFolders } from "@/lib/messages/list-folders";
import { listMessages } from "@/lib/messages/list-messages";
import { moveMessages } from "@/lib/messages/move-messages";
import { saveDraft } from "@/lib/messages/save-draft";
import {
  cursorSchema,
  type MessageSummary,
  messageIdSchema,
  type SearchQuery,
  searchQuerySchema,
} from "@/lib/messages/schema";
import { searchMessages } from "@/lib/messages/search-messages";
import { type MailboxNews, watchMailbox } from "@/lib/messages/watch-mailbox";
import { openTestInboxes, type TestInboxes } from "@/tests/support/test-inbox";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

let portal: TestPortal;
let inboxes: TestInboxes;

beforeAll(async () => {
  portal = await openTestPortal({ mail: "dovecot" });
  await portal.startWorker();
  inboxes = openTestInboxes(portal);
});
afterAll(async () => {
  await inboxes?.close();
  await portal?.close();
});

/** The value of an answer that must be one. */
function unwrap<Value>(
  answer: { ok: true; value: Value } | { ok: false; failure: { reason: string } },
): Value {
  if (!answer.ok) throw new Error(answer.failure.reason);
  return answer.value;
}

const failed = (reason: string) => ({ ok: false, failure: { reason } });
const idOf = (message: { readonly id: string } | undefined) => messageIdSchema.parse(message?.id);
const mail = (subject: string, more = "", body = "hello") =>
  `From: Ann <ann@elsewhere.test>\r\nTo: you@pasture.test\r\nSubject: ${subject}\r\n${more}\r\n${body}\r\n`;

async function list(person: RegisteredPerson, folder?: string): Promise<readonly MessageSummary[]> {
  const page = await listMessages(inboxes.context, person.actor, {
    mailboxId: person.mailboxId,
    folder,
    limit: 50,
  });
  return unwrap(page).messages;
}

const subjects = async (person: RegisteredPerson, folder?: string) =>
  (await list(person, folder)).map(({ subject }) => subject);

async function readFolders(person: RegisteredPerson) {
  return unwrap(await listFolders(inboxes.context, person.actor, { mailboxId: person.mailboxId }));
}

describe("folders", () => {
  test("are listed with their role and numbers, whatever their names hold", async () => {
    const person = await portal.registerActive();
    const names = ['We said "no"', "Größe & Maß", "日本語", "a%b*c", "sent", "Work/Invoices"];
    const client = await inboxes.logIn(person.mailboxId);
    for (const name of names) await client.mailboxCreate(name);
    await client.logout();
    await inboxes.put(person.mailboxId, mail("in the inbox"));
    for (const name of names) await inboxes.put(person.mailboxId, mail(`in ${name}`), name);
    const folders = await readFolders(person);
    expect(folders.slice(0, 6).map(({ key, role }) => [key, role])).toEqual(
      ["inbox", "drafts", "sent", "archive", "junk", "trash"].map((role) => [role, role]),
    );
    expect(folders[0]).toMatchObject({ unread: 1, total: 1, depth: 0, isSelectable: true });
    const others = folders.slice(6);
    expect(others.map(({ key }) => key).sort()).toEqual(
      ["folder:sent", ...names.filter((name) => name !== "sent"), "Work"].sort(),
    );
    expect(others.find(({ key }) => key === "Work/Invoices")).toMatchObject({ name: "Invoices", depth: 1 });
    for (const name of names) {
      const key = name === "sent" ? "folder:sent" : name;
      expect(await subjects(person, key)).toEqual([`in ${name}`]);
      const [found] = await list(person, key);
      const input = { mailboxId: person.mailboxId, folder: key, messageId: idOf(found) };
      expect(unwrap(await getMessage(inboxes.context, person.actor, input)).text).toBe("hello\n");
    }
    expect(await subjects(person, "sent")).toEqual([]);
  });

  test("what nobody's folder is called is not found, and reaches no command", async () => {
    const person = await portal.registerActive();
    for (const folder of [
      "nowhere",
      "../other",
      'x" "y',
      "a\r\nb LOGOUT",
      "*",
      "",
      "INBOX\0",
      "folder:inbox",
    ]) {
      const answer = await listMessages(inboxes.context, person.actor, {
        mailboxId: person.mailboxId,
        folder,
        limit: 5,
      });
      expect(answer).toEqual(failed("folder-not-found"));
    }
  });

  test("one that was deleted meanwhile is not found, and one made meanwhile is", async () => {
    const person = await portal.registerActive();
    const client = await inboxes.logIn(person.mailboxId);
    await client.mailboxCreate("Short");
    await inboxes.put(person.mailboxId, mail("here"), "Short");
    expect(await subjects(person, "Short")).toEqual(["here"]);
    await list(person);
    await client.mailboxDelete("Short");
    const input = { mailboxId: person.mailboxId, folder: "Short", limit: 5 };
    expect(await listMessages(inboxes.context, person.actor, input)).toEqual(failed("folder-not-found"));
    expect(await subjects(person)).toEqual([]);
    await client.mailboxCreate("Later");
    expect(await subjects(person, "Later")).toEqual([]);
    await client.logout();
  });

  test("the inbox is listened to while another folder is read, and that one is looked at too", async () => {
    const person = await portal.registerActive();
    const context = inboxes.open({ pollMs: 100 });
    const news: Record<string, MailboxNews[]> = { inbox: [], sent: [] };
    for (const folder of ["inbox", "sent"]) {
      unwrap(
        await watchMailbox(context, person.actor, {
          mailboxId: person.mailboxId,
          folder,
          onNews: (word) => news[folder]?.push(word),
        }),
      );
    }
    await waitUntil("both connected", () => news.inbox?.length && news.sent?.length);
    const read = { mailboxId: person.mailboxId, folder: "sent", limit: 5 };
    unwrap(await listMessages(context, person.actor, read));
    for (const words of Object.values(news)) words.length = 0;
    await inboxes.put(person.mailboxId, mail("arrived"));
    await waitUntil("the inbox's news", () => news.inbox?.includes("changed"));
    expect(news.sent).toEqual([]);
    await inboxes.put(person.mailboxId, mail("sent elsewhere"), "Sent");
    await waitUntil("the other folder's news", () => news.sent?.includes("changed"));
    expect(context.mailSessions.count()).toEqual({ connections: 1, watched: 1 });
  });
});

describe("reading in a folder", () => {
  test("a message, its source, its raw form and its parts come from the folder that is named", async () => {
    const person = await portal.registerActive();
    const body =
      '--b\r\nContent-Type: text/plain\r\n\r\ntext\r\n--b\r\nContent-Type: image/png; name="a.png"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--';
    const type = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n';
    await inboxes.put(person.mailboxId, mail("in the inbox"));
    await inboxes.put(person.mailboxId, mail("in the archive", type, body), "Archive");
    const [found] = await list(person, "archive");
    expect(found).toMatchObject({
      subject: "in the archive",
      to: [{ address: "you@pasture.test" }],
      hasAttachments: true,
      isFlagged: false,
    });
    const input = { mailboxId: person.mailboxId, folder: "archive", messageId: idOf(found) };
    expect(unwrap(await getMessage(inboxes.context, person.actor, input))).toMatchObject({
      text: "text",
      hasAttachments: true,
    });
    const source = unwrap(await getMessageSource(inboxes.context, person.actor, input));
    expect(source).toMatchObject({ isCut: false });
    expect(source.text).toContain("Subject: in the archive\n");
    const raw = unwrap(await getRawMessage(inboxes.context, person.actor, input));
    expect(Buffer.concat(await raw.content.toArray()).toString()).toContain("Subject: in the archive\r\n");
    const part = unwrap(await getAttachment(inboxes.context, person.actor, { ...input, partNumber: "2" }));
    expect(Buffer.concat(await part.content.toArray()).toString("hex")).toBe("89504e470d0a1a0a");
  });

  test("what cannot be parsed is still shown as its source, cut at the limit", async () => {
    const person = await portal.registerActive();
    await inboxes.put(
      person.mailboxId,
      Buffer.from(`\0\u202e\x1b[2J no header at all ${"x".repeat(400_000)}`),
    );
    const [found] = await list(person);
    const input = { mailboxId: person.mailboxId, messageId: idOf(found) };
    const source = unwrap(await getMessageSource(inboxes.context, person.actor, input));
    expect(source.isCut).toBe(true);
    expect(source.text.length).toBeLessThanOrEqual(256 * 1024);
    expect(source.text).toContain("no header at all");
    expect(source.text).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
  });

  test("unseen mail is a page of its own", async () => {
    const person = await portal.registerActive();
    for (let count = 1; count <= 6; count += 1) await inboxes.put(person.mailboxId, mail(`${count}`));
    const all = await list(person);
    const seen = all.filter((_, place) => place % 2 === 0).map(idOf);
    const key = { mailboxId: person.mailboxId };
    unwrap(await flagMessages(inboxes.context, person.actor, { ...key, messageIds: seen, seen: true }));
    const page = async (cursor?: string) =>
      unwrap(
        await listMessages(inboxes.context, person.actor, {
          ...key,
          limit: 2,
          unseenOnly: true,
          cursor: cursor ? cursorSchema.parse(cursor) : undefined,
        }),
      );
    const first = await page();
    expect(first).toMatchObject({ total: 3, messages: [{ subject: "5" }, { subject: "3" }] });
    expect(await page(first.nextCursor ?? "")).toMatchObject({
      messages: [{ subject: "1" }],
      nextCursor: null,
    });
  });
});

describe("flags", () => {
  test("are set, taken away, and leave the others as they are; twice is as good as once", async () => {
    const person = await portal.registerActive();
    await inboxes.put(person.mailboxId, mail("one"));
    await inboxes.put(person.mailboxId, mail("two"));
    const [two, one] = await list(person);
    const input = { mailboxId: person.mailboxId, messageIds: [idOf(one)] };
    for (let turn = 0; turn < 2; turn += 1) {
      const both = { ...input, seen: true, flagged: true };
      expect(await flagMessages(inboxes.context, person.actor, both)).toEqual({ ok: true, value: undefined });
    }
    expect(await list(person)).toMatchObject([
      { subject: "two", isSeen: false, isFlagged: false },
      { subject: "one", isSeen: true, isFlagged: true },
    ]);
    unwrap(await flagMessages(inboxes.context, person.actor, { ...input, seen: false }));
    expect((await list(person))[1]).toMatchObject({ isSeen: false, isFlagged: true });
    const stale = { ...idOf(two), uidValidity: "1" };
    const gone = { mailboxId: person.mailboxId, messageIds: [stale], seen: true };
    expect(await flagMessages(inboxes.context, person.actor, gone)).toEqual(failed("message-gone"));
  });
});

describe("moving and deleting", () => {
  test("what was moved can be moved back by what the answer says", async () => {
    const person = await portal.registerActive();
    for (const subject of ["one", "two", "three"]) await inboxes.put(person.mailboxId, mail(subject));
    const [three, two] = await list(person);
    const key = { mailboxId: person.mailboxId };
    const messageIds = [idOf(three), idOf(two), { ...idOf(two), uid: 999 }];
    const moved = unwrap(
      await moveMessages(inboxes.context, person.actor, { ...key, messageIds, target: "archive" }),
    );
    expect(moved.moved).toHaveLength(2);
    expect(await subjects(person)).toEqual(["one"]);
    expect(await subjects(person, "archive")).toEqual(["three", "two"]);
    const back = moved.moved.map(({ to }) => messageIdSchema.parse(to));
    unwrap(
      await moveMessages(inboxes.context, person.actor, {
        ...key,
        folder: moved.folder ?? "",
        messageIds: back,
        target: "inbox",
      }),
    );
    expect((await subjects(person)).sort()).toEqual(["one", "three", "two"]);
    expect(await subjects(person, "archive")).toEqual([]);
    const nowhere = { ...key, messageIds: [idOf((await list(person))[0])], target: "no such folder" };
    expect(await moveMessages(inboxes.context, person.actor, nowhere)).toEqual(failed("folder-not-found"));
  });

  test("deleting goes to the bin, from the bin and from junk it is for good", async () => {
    const person = await portal.registerActive();
    await inboxes.put(person.mailboxId, mail("old"));
    await inboxes.put(person.mailboxId, mail("spam"), "Junk");
    const key = { mailboxId: person.mailboxId };
    const [old] = await list(person);
    const binned = unwrap(
      await deleteMessages(inboxes.context, person.actor, { ...key, messageIds: [idOf(old)] }),
    );
    expect(binned).toMatchObject({ isForGood: false, folder: "trash", moved: [{ from: old?.id }] });
    expect(await subjects(person, "trash")).toEqual(["old"]);
    for (const folder of ["trash", "junk"]) {
      const [message] = await list(person, folder);
      const input = { ...key, folder, messageIds: [idOf(message)] };
      const outcome = unwrap(await deleteMessages(inboxes.context, person.actor, input));
      expect(outcome).toEqual({ isForGood: true, folder: null, moved: [{ from: message?.id, to: null }] });
      expect(await subjects(person, folder)).toEqual([]);
    }
  });
});

describe("drafts and sent mail", () => {
  test("a draft is replaced by its newer state, and a failure leaves the older one", async () => {
    const person = await portal.registerActive();
    const key = { mailboxId: person.mailboxId };
    const first = unwrap(
      await saveDraft(inboxes.context, person.actor, { ...key, content: Buffer.from(mail("draft 1")) }),
    );
    const second = unwrap(
      await saveDraft(inboxes.context, person.actor, {
        ...key,
        content: Buffer.from(mail("draft 2")),
        replaces: messageIdSchema.parse(first.messageId),
      }),
    );
    expect(await list(person, "drafts")).toMatchObject([{ subject: "draft 2", isDraft: true, isSeen: true }]);
    const tooLarge = await saveDraft(inboxes.context, person.actor, {
      ...key,
      content: Buffer.alloc(40 * 1024 * 1024, "x"),
      replaces: messageIdSchema.parse(second.messageId),
    });
    expect(tooLarge).toEqual(failed("quota-exceeded"));
    expect(await subjects(person, "drafts")).toEqual(["draft 2"]);
  });

  test("a folder that the server lacks is made", async () => {
    const person = await portal.registerActive();
    const client = await inboxes.logIn(person.mailboxId);
    for (const name of ["Drafts", "Sent"]) await client.mailboxDelete(name).catch(() => {});
    await client.logout();
    const key = { mailboxId: person.mailboxId };
    unwrap(await saveDraft(inboxes.context, person.actor, { ...key, content: Buffer.from(mail("d")) }));
    unwrap(await appendSent(inboxes.context, { ...key, content: Buffer.from(mail("s")) }));
    expect(await subjects(person, "drafts")).toEqual(["d"]);
    expect(await subjects(person, "sent")).toEqual(["s"]);
  });

  test("what was sent is put there once, however often that is asked", async () => {
    const person = await portal.registerActive();
    const content = Buffer.from(mail("sent", "Message-ID: <one@pasture.test>\r\n"));
    const input = { mailboxId: person.mailboxId, content };
    const first = unwrap(await appendSent(inboxes.context, input));
    expect(unwrap(await appendSent(inboxes.context, input))).toEqual(first);
    const other = Buffer.from(mail("sent", "Message-ID: <other@pasture.test>\r\n"));
    unwrap(await appendSent(inboxes.context, { ...input, content: other }));
    expect(await subjects(person, "sent")).toEqual(["sent", "sent"]);
  });
});

describe("a full mailbox", () => {
  test("says so, and nothing is lost", async () => {
    const person = await portal.registerActive();
    const key = { mailboxId: person.mailboxId };
    await inboxes.put(person.mailboxId, mail("kept"));
    await setQuota(person.address, 1);
    const large = Buffer.from(mail("large", "", "x".repeat(2 * 1024 * 1024)));
    expect(await saveDraft(inboxes.context, person.actor, { ...key, content: large })).toEqual(
      failed("quota-exceeded"),
    );
    expect(await subjects(person)).toEqual(["kept"]);
  });
});

describe("searching", () => {
  async function search(person: RegisteredPerson, query: Partial<SearchQuery>, limit = 50) {
    const input = { mailboxId: person.mailboxId, query: searchQuerySchema.parse(query), limit };
    return unwrap(await searchMessages(inboxes.context, person.actor, input));
  }

  test("finds by words, people, days and marks, in any script", async () => {
    const person = await portal.registerActive();
    const day = new Date(Date.UTC(2020, 4, 17, 12));
    const client = await inboxes.logIn(person.mailboxId);
    await client.append("INBOX", mail("Old news"), [], day);
    await client.append("INBOX", mail("=?utf-8?B?0J/RgNC40LLQtdGC?=", "", "Добрый день"));
    await client.append("INBOX", mail('a "quoted" \\Seen NIL {5} word'));
    await client.append("INBOX", mail("with a file", 'Content-Type: multipart/mixed; boundary="b"\r\n'));
    await client.logout();
    const found = async (query: Partial<SearchQuery>) =>
      (await search(person, query)).messages.map(({ subject }) => subject);
    expect(await found({ text: "добрый" })).toEqual(["Привет"]);
    expect(await found({ subject: "привет" })).toEqual(["Привет"]);
    expect(await found({ from: "ann@elsewhere" })).toHaveLength(4);
    expect(await found({ subject: "OLD" })).toEqual(["Old news"]);
    expect(await found({ before: new Date(Date.UTC(2020, 4, 18)) })).toEqual(["Old news"]);
    expect(await found({ since: new Date(Date.UTC(2020, 4, 18)) })).toHaveLength(3);
    expect(await found({ hasAttachment: true })).toEqual(["with a file"]);
    expect(await found({ flagged: true })).toEqual([]);
    expect(await found({ unseen: true, subject: "news" })).toEqual(["Old news"]);
    for (const text of ['"quoted"', "\\Seen", "NIL", "{5}", ") ALL (", "* OR *"]) {
      const isThere = !/ALL|OR/.test(text);
      expect(await found({ subject: text })).toEqual(isThere ? ['a "quoted" \\Seen NIL {5} word'] : []);
    }
  });

  test("goes on from where a page ended, without gap or repetition", async () => {
    const person = await portal.registerActive();
    const client = await inboxes.logIn(person.mailboxId);
    for (let count = 1; count <= 9; count += 1) await client.append("INBOX", mail(`hit ${count}`));
    await client.logout();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof search>> = unwrap(
        await searchMessages(inboxes.context, person.actor, {
          mailboxId: person.mailboxId,
          query: { subject: "hit" },
          limit: 4,
          cursor: cursor ? cursorSchema.parse(cursor) : undefined,
        }),
      );
      seen.push(...page.messages.map(({ subject }) => subject));
      cursor = page.nextCursor;
    } while (cursor);
    expect(seen).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1].map((count) => `hit ${count}`));
  });
});

describe("conversations", () => {
  test("a thread is what the identifiers tie together, here and in sent mail, oldest first", async () => {
    const person = await portal.registerActive();
    const ids = (own: string, ...refs: string[]) =>
      `Message-ID: <${own}@x.test>\r\n${refs.length > 0 ? `References: ${refs.map((id) => `<${id}@x.test>`).join(" ")}\r\nIn-Reply-To: <${refs.at(-1)}@x.test>\r\n` : ""}`;
    await inboxes.put(person.mailboxId, mail("Trip", ids("a")));
    await inboxes.put(person.mailboxId, mail("Other", ids("z")));
    await inboxes.put(person.mailboxId, mail("Re: Trip", ids("b", "a")), "Sent");
    await inboxes.put(person.mailboxId, mail("Re: Re: Trip", ids("c", "a", "b")));
    const [latest, other, first] = await list(person);
    expect(latest?.threadKey).toBe(first?.threadKey);
    expect(latest?.threadKey).not.toBe(other?.threadKey);
    for (const start of [latest, first]) {
      const input = { mailboxId: person.mailboxId, messageId: idOf(start) };
      const thread = unwrap(await getThread(inboxes.context, person.actor, input));
      expect(thread.map(({ subject, folder }) => [subject, folder]).sort()).toEqual([
        ["Re: Re: Trip", "inbox"],
        ["Re: Trip", "sent"],
        ["Trip", "inbox"],
      ]);
    }
    const alone = { mailboxId: person.mailboxId, messageId: idOf(other) };
    expect(unwrap(await getThread(inboxes.context, person.actor, alone))).toMatchObject([
      { subject: "Other" },
    ]);
  });
});

describe("who may", () => {
  test("a token reads by mail:read, changes only by mailbox:write too, and drafts by mail:send", async () => {
    const person = await portal.registerActive();
    await inboxes.put(person.mailboxId, mail("one"));
    const [one] = await list(person);
    const key = { mailboxId: person.mailboxId };
    const withScopes = (scopes: AccountActor["scopes"]): AccountActor => ({ ...person.actor, scopes });
    const lists = (actor: AccountActor) => listFolders(inboxes.context, actor, key);
    const flags = (actor: AccountActor) =>
      flagMessages(inboxes.context, actor, { ...key, messageIds: [idOf(one)], flagged: true });
    const drafts = (actor: AccountActor) =>
      saveDraft(inboxes.context, actor, { ...key, content: Buffer.from(mail("d")) });
    const rights = async (scopes: AccountActor["scopes"]) => {
      const actor = withScopes(scopes);
      return [(await lists(actor)).ok, (await flags(actor)).ok, (await drafts(actor)).ok];
    };
    expect(await rights(["mailbox:read"])).toEqual([false, false, false]);
    expect(await rights(["mail:read"])).toEqual([true, false, false]);
    expect(await rights(["mailbox:write"])).toEqual([false, false, false]);
    expect(await rights(["mail:read", "mailbox:write"])).toEqual([true, true, false]);
    expect(await rights(["mail:send"])).toEqual([false, false, true]);
    expect(await rights(["*"])).toEqual([true, true, true]);
    const other = await portal.registerActive();
    expect(await lists({ ...other.actor, role: "ADMIN" })).toEqual(failed("not-found"));
  });
});

async function setQuota(address: string, quotaMiB: number): Promise<void> {
  const { apiUrl, apiKey } = portal.sandbox;
  const answer = await fetch(`${apiUrl}/api/v1/edit/mailbox`, {
    method: "POST",
    headers: { "X-API-Key": apiKey, "Content-Type": "application/json" },
    body: JSON.stringify({ items: [address], attr: { quota: String(quotaMiB) } }),
  });
  if (!answer.ok || !/success/.test(await answer.text())) throw new Error("the quota was not set");
}
