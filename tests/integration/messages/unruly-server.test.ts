import type { TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import { portalPasswordPlace } from "@/lib/mailboxes/ensure-portal-password";
import { appendSent } from "@/lib/messages/append-sent";
import { deleteMessages } from "@/lib/messages/delete-messages";
import { flagMessages } from "@/lib/messages/flag-messages";
import { getMessage } from "@/lib/messages/get-message";
import { getThread } from "@/lib/messages/get-thread";
import { listFolders } from "@/lib/messages/list-folders";
import { listMessages } from "@/lib/messages/list-messages";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { moveMessages } from "@/lib/messages/move-messages";
import { saveDraft } from "@/lib/messages/save-draft";
import { cursorSchema, messageIdSchema } from "@/lib/messages/schema";
import { searchMessages } from "@/lib/messages/search-messages";
import { type FakeImap, type Script, startFakeImap } from "@/tests/support/fake-imap";
import { answerMailbox, type FakeMailbox, makeFakeMailbox } from "@/tests/support/fake-imap-mailbox";
import { makeTestFolder } from "@/tests/support/test-folder";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

let portal: TestPortal;
let person: RegisteredPerson;
const parser = createMailParser();
const closers: Array<() => Promise<void> | void> = [];

beforeAll(async () => {
  portal = await openTestPortal();
  person = await portal.register();
  const { prisma } = portal.context.database;
  const appPasswordSealed = portal.context.keyring.seal("secret", portalPasswordPlace(person.mailboxId));
  await prisma.mailbox.update({
    where: { id: person.mailboxId },
    data: { state: "ACTIVE", appPasswordSealed, appPasswordReadyAt: new Date() },
  });
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});
afterAll(async () => {
  await parser.close();
  await portal?.close();
});

interface Started {
  readonly imap: FakeImap;
  readonly context: MessagesContext;
  readonly mailbox: FakeMailbox;
}

/** @param workTimeoutMs short where silence is waited for. */
async function start(script: Script = () => "", count = 3, workTimeoutMs = 20_000): Promise<Started> {
  const folder = makeTestFolder();
  closers.push(() => folder.remove());
  const mailbox = makeFakeMailbox(count);
  const imap = await startFakeImap(folder.path, answerMailbox(mailbox, script));
  closers.push(() => imap.close());
  const { server } = imap.account();
  const { settings } = portal.context;
  const mailSessions = createMailSessions({
    resolvePublicHost: async () => ({ ok: false, failure: { reason: "host-private" } }),
    limits: { workTimeoutMs, connectTimeoutMs: workTimeoutMs, reconnectMs: 20 },
  });
  closers.push(() => mailSessions.close());
  const context = {
    ...portal.context,
    mailSessions,
    mailParser: parser,
    settings: {
      ...settings,
      mail: { ...settings.mail, imapHost: server.host, imapPort: server.port },
      mailcow: { ...settings.mailcow, verifyTls: true, certificateAuthority: server.certificateAuthority },
    },
  };
  return { imap, context, mailbox };
}

const failed = (reason: string) => ({ ok: false, failure: { reason } });
const ID = messageIdSchema.parse("7.2");
const list = ({ context }: Started, more: { folder?: string; cursor?: string } = {}) =>
  listMessages(context, person.actor, {
    mailboxId: person.mailboxId,
    limit: 2,
    folder: more.folder,
    cursor: more.cursor ? cursorSchema.parse(more.cursor) : undefined,
  });
const move = ({ context }: Started) =>
  moveMessages(context, person.actor, {
    mailboxId: person.mailboxId,
    messageIds: [ID],
    target: "archive",
  });
const draft = ({ context }: Started) =>
  saveDraft(context, person.actor, {
    mailboxId: person.mailboxId,
    content: Buffer.from("Subject: d\r\n\r\nx"),
    replaces: ID,
  });

/** Every line the server was sent is one command of ours: nothing was smuggled in. */
function expectOnlyCommands(imap: FakeImap): void {
  const known =
    /^[0-9A-F]+ (?:CAPABILITY|LOGIN|AUTHENTICATE|ID|ENABLE|NAMESPACE|NOOP|LIST|LSUB|SELECT|STATUS|FETCH|UID (?:FETCH|SEARCH|STORE|MOVE|EXPUNGE)|APPEND|CREATE|SUBSCRIBE|IDLE|LOGOUT)(?: |$)/;
  expect(imap.lines.filter((line) => !known.test(line) && line !== "DONE")).toEqual([]);
}

describe("what a failure in the middle means", () => {
  const refusing =
    (verb: string, answer: string): Script =>
    ({ tag, name }) =>
      name === verb ? `${tag} ${answer}\r\n` : "";

  test.each(["LIMIT", "UNAVAILABLE", "INUSE", "SERVERBUG"])(
    "[%s] to a command is a server that is away for now",
    async (code) => {
      for (const verb of ["FETCH", "LIST", "UID MOVE"]) {
        const started = await start(refusing(verb, `NO [${code}] not now`));
        const answer = verb === "FETCH" ? await list(started) : await move(started);
        expect(answer).toEqual(failed("mail-server-unavailable"));
      }
    },
  );

  test.each(["OVERQUOTA"])(
    "[%s] to a move or a draft is a full mailbox, and the older draft stays",
    async (code) => {
      expect(await move(await start(refusing("UID MOVE", `NO [${code}] full`)))).toEqual(
        failed("quota-exceeded"),
      );
      const started = await start(refusing("APPEND", `NO [${code}] full`));
      expect(await draft(started)).toEqual(failed("quota-exceeded"));
      expect(started.imap.lines.filter((line) => /EXPUNGE|STORE/.test(line))).toEqual([]);
    },
  );

  test.each(["TRYCREATE", "NONEXISTENT"])("[%s] to a move is a folder that went away", async (code) => {
    expect(await move(await start(refusing("UID MOVE", `NO [${code}] gone`)))).toEqual(
      failed("folder-not-found"),
    );
  });

  test("a folder the server lists and will not open is not found, and the next reader has the inbox", async () => {
    const started = await start(({ tag, name, line }) =>
      name === "SELECT" && line.includes("Archive") ? `${tag} NO [NONEXISTENT] gone\r\n` : "",
    );
    expect(await list(started, { folder: "archive" })).toEqual(failed("folder-not-found"));
    expect(await list(started)).toMatchObject({ ok: true, value: { total: 3 } });
    expect(started.imap.logins()).toBe(1);
  });

  test.each([
    ["BYE", (socket: TLSSocket) => void socket.end("* BYE shutting down\r\n")],
    ["a reset", (socket: TLSSocket) => void socket.destroy()],
    [
      "half a literal",
      (socket: TLSSocket) => void socket.end("* 1 FETCH (UID 1 BODY[HEADER.FIELDS (FROM)] {100}\r\nonly"),
    ],
  ])("%s during a list is a server that is away, and the next list works", async (_what, strike) => {
    let isUnruly = true;
    const started = await start(({ name }, socket) => {
      if (name !== "FETCH" || !isUnruly) return "";
      strike(socket);
      return null;
    });
    expect(await list(started)).toEqual(failed("mail-server-unavailable"));
    isUnruly = false;
    expect(await list(started)).toMatchObject({ ok: true });
  });

  test.each(["FETCH", "UID STORE", "LIST", "UID SEARCH", "APPEND"])(
    "silence to %s ends in time",
    async (verb) => {
      const started = await start(({ name }) => (name === verb ? null : ""), 3, 1_000);
      const key = { mailboxId: person.mailboxId };
      const asked = {
        FETCH: () => list(started),
        "UID STORE": () =>
          flagMessages(started.context, person.actor, { ...key, messageIds: [ID], seen: true }),
        LIST: () => listFolders(started.context, person.actor, key),
        "UID SEARCH": () =>
          searchMessages(started.context, person.actor, { ...key, query: { text: "x" }, limit: 5 }),
        APPEND: () => appendSent(started.context, { ...key, content: Buffer.from("Subject: s\r\n\r\n") }),
      }[verb];
      expect(await asked?.()).toEqual(failed("mail-server-unavailable"));
      await waitUntil(
        "the end of the connection",
        () => started.context.mailSessions.count().connections === 0,
      );
    },
  );

  test("header fields of a megabyte are passed over by asking for the headers' beginnings", async () => {
    const started = await start(({ name, line }) =>
      name === "FETCH" && line.includes("HEADER.FIELDS")
        ? "* 3 FETCH (UID 3 BODY[HEADER.FIELDS (SUBJECT)] {2000000}\r\n"
        : "",
    );
    expect(await list(started)).toMatchObject({ ok: true, value: { messages: [{ subject: "m3" }, {}] } });
    expect(started.imap.logins()).toBe(2);
  });
});

describe("numbers that change", () => {
  test("a new numbering between two pages begins anew, and old names mean nothing", async () => {
    const started = await start(() => "", 6);
    const first = await list(started);
    const cursor = first.ok ? (first.value.nextCursor ?? "") : "";
    started.mailbox.uidValidity = 8;
    await started.context.mailSessions.close();
    const fresh = { ...started, context: { ...started.context, mailSessions: freshSessions() } };
    expect(await list(fresh, { cursor })).toMatchObject({
      ok: true,
      value: { messages: [{ id: "8.6" }, {}] },
    });
    const key = { mailboxId: person.mailboxId };
    expect(await getMessage(fresh.context, person.actor, { ...key, messageId: ID })).toEqual(
      failed("message-gone"),
    );
    const gone = { ...key, messageIds: [ID] };
    expect(await deleteMessages(fresh.context, person.actor, gone)).toEqual(failed("message-gone"));
    expect(started.imap.lines.filter((line) => /EXPUNGE|STORE|MOVE/.test(line))).toEqual([]);
  });

  test("a page costs the same commands whether there are 100 messages or 2,000", async () => {
    const costs: number[] = [];
    for (const count of [100, 2_000]) {
      const started = await start(() => "", count);
      const first = await list(started);
      const before = started.imap.lines.length;
      const cursor = first.ok ? (first.value.nextCursor ?? undefined) : undefined;
      await list(started);
      const afterFirst = started.imap.lines.length;
      expect(await list(started, cursor ? { cursor } : {})).toMatchObject({
        ok: true,
        value: { total: count, messages: [{ id: `7.${count - 2}` }, { id: `7.${count - 3}` }] },
      });
      costs.push(afterFirst - before, started.imap.lines.length - afterFirst);
    }
    expect(costs).toEqual([2, 3, 2, 3]);
  });

  function freshSessions() {
    const sessions = createMailSessions({
      resolvePublicHost: async () => ({ ok: false, failure: { reason: "host-private" } }),
    });
    closers.push(() => sessions.close());
    return sessions;
  }
});

describe("folders with hostile names", () => {
  const literal = (name: string) => `{${Buffer.byteLength(name)}}\r\n${name}`;

  test("are listed safely or not at all, opened as the server spells them, and smuggle nothing in", async () => {
    const started = await start();
    started.mailbox.folders.push(
      '"two words"',
      '"a \\"quoted\\" \\\\ name"',
      '"&ZeVnLIqe-"',
      '"R&-D"',
      '"&broken"',
      '"&2D3eAA-"',
      '"100%*"',
      '"__proto__"',
      '"constructor"',
      '"two words"',
      literal("a\r\nX LOGOUT"),
      literal("b\nX2 DELETE INBOX"),
      literal("c\0d"),
      literal("e\u001b[2J"),
      literal(`long ${"x".repeat(2_000)}`),
      `"\u202egnirts"`,
    );
    const listed = await listFolders(started.context, person.actor, { mailboxId: person.mailboxId });
    if (!listed.ok) throw new Error(listed.failure.reason);
    const keys = listed.value.map(({ key }) => key);
    expect(keys).toEqual(
      expect.arrayContaining(["two words", 'a "quoted" \\ name', "日本語", "R&D", "100%*"]),
    );
    expect(keys.filter((key) => key === "two words")).toHaveLength(1);
    expect(keys.filter((key) => /\p{Cc}/u.test(key))).toEqual([]);
    expect(listed.value.filter(({ name }) => /[\p{Cc}\u202e]/u.test(name) || name.length > 200)).toEqual([]);
    for (const { key, isSelectable } of listed.value) {
      const answer = await list(started, { folder: key });
      expect([key, answer.ok]).toEqual([key, isSelectable]);
    }
    const selected = started.imap.lines
      .filter((line) => line.includes(" SELECT "))
      .map((line) => line.slice(line.indexOf("SELECT")));
    expect(selected).toEqual(
      expect.arrayContaining([
        'SELECT "two words"',
        'SELECT "a \\"quoted\\" \\\\ name"',
        'SELECT "&ZeVnLIqe-"',
        'SELECT "R&-D"',
      ]),
    );
    expectOnlyCommands(started.imap);
  });

  test("two thousand of them are no more than five hundred", async () => {
    const started = await start();
    started.mailbox.folders.push(...Array.from({ length: 2_000 }, (_, place) => `"f${place}"`));
    const listed = await listFolders(started.context, person.actor, { mailboxId: person.mailboxId });
    expect(listed).toMatchObject({ ok: true });
    expect(listed.ok && listed.value.length).toBe(500);
  });
});

describe("what a person types", () => {
  const NASTY = [
    'x"\r\nA9 LOGOUT',
    "x\nA9 DELETE INBOX",
    "x\0y",
    '") UID STORE 1 +FLAGS (\\Deleted) ("',
    "{5}",
    "x {10}",
    "\\Seen",
    "ALL",
    "NIL",
    "1:*",
    "x".repeat(5_000),
    "\ud800",
    "\u2028",
  ];

  test("never becomes part of a search but its text", async () => {
    const started = await start();
    for (const field of ["text", "from", "to", "subject"] as const) {
      for (const words of NASTY) {
        // Past the schema, as a caller who forgot it would.
        const input = { mailboxId: person.mailboxId, query: { [field]: words }, limit: 5 };
        await searchMessages(started.context, person.actor, input).catch((error: unknown) => {
          if (!(error instanceof RangeError)) throw error;
        });
      }
    }
    expectOnlyCommands(started.imap);
    expect(started.imap.lines.filter((line) => /LOGOUT|DELETE/.test(line))).toEqual([]);
    const stores = started.imap.lines.filter((line) => line.includes("STORE"));
    expect(stores.filter((line) => !/SEARCH .*"\\"\) UID STORE 1/.test(line))).toEqual([]);
  });

  test("never becomes a folder", async () => {
    const started = await start();
    for (const folder of NASTY) {
      expect(await list(started, { folder })).toEqual(failed("folder-not-found"));
      const input = { mailboxId: person.mailboxId, messageIds: [ID], target: folder };
      expect(await moveMessages(started.context, person.actor, input)).toEqual(failed("folder-not-found"));
    }
    expectOnlyCommands(started.imap);
    expect(started.imap.lines.filter((line) => /SELECT (?!INBOX)|CREATE|MOVE/.test(line))).toEqual([]);
  });

  test("identifiers that strangers wrote are searched for only when they are harmless", async () => {
    const started = await start(({ tag, name, line }) => {
      if (name !== "UID FETCH" || !line.includes("HEADER")) return "";
      const head = `Subject: x\r\nMessage-ID: <a"b)\\ {3}@x>\r\nReferences: <${"y".repeat(600)}@x> <ok@x> <\u00e4@x>\r\n\r\n`;
      return `* 2 FETCH (UID 2 FLAGS () BODY[HEADER] {${Buffer.byteLength(head)}}\r\n${head})\r\n${tag} OK done\r\n`;
    });
    const thread = await getThread(started.context, person.actor, {
      mailboxId: person.mailboxId,
      messageId: ID,
    });
    expect(thread).toMatchObject({ ok: true });
    expectOnlyCommands(started.imap);
  });
});
