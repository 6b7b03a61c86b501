import type { TLSSocket } from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import type { ImapAccount } from "@/lib/imap/imap-account";
import type { ImapError } from "@/lib/imap/imap-error";
import type { MailEvent, MailSessions, SessionLimits } from "@/lib/imap/mail-sessions";
import { type FakeImap, type Script, startFakeImap } from "@/tests/support/fake-imap";
import { makeTestFolder } from "@/tests/support/test-folder";
import { waitUntil } from "@/tests/support/wait-until";

const closers: Array<() => Promise<void> | void> = [];

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(script: Script, limits: Partial<SessionLimits> = {}) {
  const folder = makeTestFolder();
  closers.push(() => folder.remove());
  const imap = await startFakeImap(folder.path, script);
  closers.push(() => imap.close());
  const sessions = createMailSessions({
    resolvePublicHost: async () => ({ ok: false, failure: { reason: "host-private" } }),
    limits: { reconnectMs: 20, ...limits },
  });
  closers.push(() => sessions.close());
  return { imap, sessions };
}

/** Where silence is waited for. */
const IMPATIENT = { workTimeoutMs: 1_500, connectTimeoutMs: 1_500 };

const isLogin = (name: string) => name === "LOGIN" || name === "AUTHENTICATE";
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (error: ImapError) => error.code,
  );
const look = (sessions: MailSessions, account: ImapAccount) =>
  sessions.use(account, async (session) => session.messageCount);
const read = (sessions: MailSessions, imap: FakeImap) =>
  sessions.use(imap.account(), (session) => session.fetchSource(5, { start: 0, maxBytes: 100 }));

describe("what a failed login means", () => {
  test.each(["LIMIT", "UNAVAILABLE", "INUSE", "CONTACTADMIN", "SERVERBUG"])(
    "[%s] is no wrong password, and the next try is made",
    async (code) => {
      let isBusy = true;
      const { imap, sessions } = await start(({ tag, name }) =>
        isLogin(name) && isBusy ? `${tag} NO [${code}] not now\r\n` : "",
      );
      expect(await codeOf(look(sessions, imap.account()))).toBe("unavailable");
      isBusy = false;
      expect(await look(sessions, imap.account())).toBe(3);
    },
  );

  test.each(["AUTHENTICATIONFAILED", "AUTHORIZATIONFAILED"])(
    "[%s] is a wrong password: asked once, remembered, and a new password is tried at once",
    async (code) => {
      const { imap, sessions } = await start(({ tag, name, line }) =>
        isLogin(name) && !isRight(line) ? `${tag} NO [${code}] no\r\n` : "",
      );
      const asked = await Promise.all([1, 2, 3].map(() => codeOf(look(sessions, imap.account()))));
      expect(asked).toEqual(["login-refused", "login-refused", "login-refused"]);
      expect(imap.logins()).toBe(1);
      expect(await look(sessions, imap.account("ada@old.test", "right"))).toBe(3);
      expect(imap.logins()).toBe(2);
    },
  );

  test("fifty refused mailboxes at once cost five failed logins in all", async () => {
    const { imap, sessions } = await start(({ tag, name }) =>
      isLogin(name) ? `${tag} NO [AUTHENTICATIONFAILED] no\r\n` : "",
    );
    const accounts = Array.from({ length: 50 }, (_, count) => imap.account(`u${count}@old.test`));
    const codes = await Promise.all(accounts.map((account) => codeOf(look(sessions, account))));
    expect(codes.filter((code) => code === "login-refused")).toHaveLength(5);
    expect(codes.filter((code) => code === "unavailable")).toHaveLength(45);
    expect(imap.logins()).toBe(5);
  });

  test("a host that an admin named and the guard forbids is never connected to", async () => {
    const { imap, sessions } = await start(() => "");
    expect(await codeOf(look(sessions, { ...imap.account(), hostNamedBy: "admin" }))).toBe("unavailable");
    expect(imap.lines).toEqual([]);
  });
});

describe("a server that misbehaves in the middle", () => {
  test("silence ends at the deadline, the connection with it, and the next reader gets a new one", async () => {
    let isSilent = true;
    const { imap, sessions } = await start(
      ({ name }) => (name === "UID FETCH" && isSilent ? null : ""),
      IMPATIENT,
    );
    expect(await codeOf(read(sessions, imap))).toBe("timed-out");
    await waitUntil("the closed connection", () => imap.openConnections() === 0);
    isSilent = false;
    expect(await look(sessions, imap.account())).toBe(3);
    expect(imap.logins()).toBe(2);
  });

  test("a literal cut by the end of the connection is an error, not half a message", async () => {
    const { imap, sessions } = await start(({ name }, socket) => {
      if (name !== "UID FETCH") return "";
      socket.end("* 1 FETCH (UID 5 BODY[]<0> {100}\r\nonly a beginning");
      return null;
    });
    expect(await codeOf(read(sessions, imap))).toBe("cut-off");
    expect(sessions.count().connections).toBe(0);
  });

  test("BYE and a reset are errors that leave nothing open", async () => {
    const { imap, sessions } = await start(({ name }, socket) => {
      if (name !== "UID FETCH") return "";
      socket.write("* BYE shutting down\r\n");
      socket.destroy();
      return null;
    });
    expect(await codeOf(read(sessions, imap))).toBe("cut-off");
    await waitUntil("the closed connection", () => sessions.count().connections === 0);
  });

  test("a literal and a line above the limits are refused before they are held", async () => {
    let answer = "* 1 FETCH (UID 5 BODY[]<0> {999999999}\r\n";
    const { imap, sessions } = await start(({ name }) => (name === "UID FETCH" ? answer : ""));
    expect(await codeOf(read(sessions, imap))).toBe("too-large");
    answer = `* 1 FETCH (UID 5 FLAGS (${"x".repeat(600_000)}`;
    expect(await codeOf(read(sessions, imap))).toBe("too-large");
  });

  test("a server that never greets is given up in time", async () => {
    const { imap, sessions } = await start(() => null, { workTimeoutMs: 700 });
    expect(await codeOf(look(sessions, imap.account()))).toBe("timed-out");
  });
});

describe("the pool", () => {
  test("readers of one mailbox share one connection, one after another", async () => {
    const { imap, sessions } = await start(() => "");
    let atWork = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 20 }, () =>
        sessions.use(imap.account(), async (session) => {
          atWork += 1;
          most = Math.max(most, atWork);
          await session.refresh();
          atWork -= 1;
        }),
      ),
    );
    expect({ most, logins: imap.logins() }).toEqual({ most: 1, logins: 1 });
  });

  test("an idle connection is closed, and never more are open than the cap", async () => {
    const { imap, sessions } = await start(() => "", { maxConnections: 3, idleCloseMs: 80 });
    for (let count = 0; count < 9; count += 1) {
      await look(sessions, imap.account(`u${count}@old.test`));
      expect(sessions.count().connections).toBeLessThanOrEqual(3);
    }
    await waitUntil("the idle connections' end", () => imap.openConnections() === 0);
    expect(sessions.count().connections).toBe(0);
  });

  test("when all are in use the next mailbox is told so, and as soon as one is free it is let in", async () => {
    const { imap, sessions } = await start(() => "", { maxConnections: 1 });
    const working: Array<() => void> = [];
    const held = sessions.use(imap.account(), () => new Promise<void>((resolve) => working.push(resolve)));
    await waitUntil("the first one's work", () => working.length === 1);
    expect(await codeOf(look(sessions, imap.account("b@old.test")))).toBe("overloaded");
    working[0]?.();
    await held;
    expect(await look(sessions, imap.account("b@old.test"))).toBe(3);
  });

  test("more waiters than the queue holds are turned away at once", async () => {
    const { imap, sessions } = await start(({ name }) => (name === "UID FETCH" ? null : ""), {
      ...IMPATIENT,
      maxQueued: 4,
    });
    const asked = Array.from({ length: 6 }, () => codeOf(read(sessions, imap)));
    expect(await Promise.all(asked)).toEqual([
      ...Array.from({ length: 4 }, () => "timed-out"),
      "overloaded",
      "overloaded",
    ]);
  });

  test("a watcher hears of each change and survives the server's restart", async () => {
    const idling: TLSSocket[] = [];
    const { imap, sessions } = await start(({ name }, socket) => {
      if (name === "IDLE") idling.push(socket);
      return "";
    });
    const events: MailEvent[] = [];
    const stop = sessions.watch(imap.account(), (event) => events.push(event));
    await waitUntil("IDLE", () => idling.length === 1);
    idling[0]?.write("* 4 EXISTS\r\n");
    await waitUntil("the news", () => events.includes("changed"));
    idling[0]?.destroy();
    await waitUntil("the second connection", () => idling.length === 2);
    expect(events).toEqual(["connected", "changed", "lost", "connected"]);
    stop();
    expect(sessions.count().watched).toBe(0);
  });

  test("watching leaves room for reading", async () => {
    const { imap, sessions } = await start(() => "", { maxWatched: 2 });
    sessions.watch(imap.account("a@old.test"), () => {});
    sessions.watch(imap.account("b@old.test"), () => {});
    expect(() => sessions.watch(imap.account("c@old.test"), () => {})).toThrow("too many mailboxes");
    expect(await look(sessions, imap.account("c@old.test"))).toBe(3);
  });

  test("nothing is open after closing", async () => {
    const { imap, sessions } = await start(() => "");
    sessions.watch(imap.account("a@old.test"), () => {});
    await look(sessions, imap.account("b@old.test"));
    await sessions.close();
    await waitUntil("silence", () => imap.openConnections() === 0);
    expect(await codeOf(look(sessions, imap.account()))).toBe("closed");
  });
});

test("a folder opened for a turn is not asked for news in it, and in the next turn it is", async () => {
  const { imap, sessions } = await start(() => "");
  const noops = () => imap.lines.filter((line) => line.endsWith(" NOOP")).length;
  const refresh = () => sessions.use(imap.account(), (session) => session.refresh());
  await refresh();
  expect(noops()).toBe(0);
  await refresh();
  expect(noops()).toBe(1);
  await sessions.use(imap.account(), (session) => session.refresh(), { folder: "Other" });
  expect(noops()).toBe(1);
});

describe("commands", () => {
  test.each(["a@b.test\r\nX LOGOUT", 'a"@b.test', "a@b.test\0", "ä@b.test", "a b@c.test", "a@b.test)"])(
    "%j never becomes part of a search",
    async (address) => {
      const { imap, sessions } = await start(() => "");
      expect(await sessions.use(imap.account(), (session) => session.searchRecipient(address))).toEqual([]);
      expect(imap.lines.filter((line) => /SEARCH|LOGOUT/.test(line))).toEqual([]);
    },
  );

  test.each(["1]\r\nX LOGOUT", "TEXT", "1.MIME", "", "1."])("%j is no part number", async (part) => {
    const { imap, sessions } = await start(() => "");
    const asked = sessions.use(imap.account(), (session) =>
      session.fetchPart(5, part, { start: 0, maxBytes: 10 }),
    );
    await expect(asked).rejects.toThrow(RangeError);
  });

  test.each([0, -1, 1.5, Number.NaN, 2 ** 32])("%d is no message number", async (uid) => {
    const { imap, sessions } = await start(() => "");
    await expect(
      sessions.use(imap.account(), (session) => session.fetchSource(uid, { start: 0, maxBytes: 10 })),
    ).rejects.toThrow(RangeError);
  });
});

function isRight(line: string): boolean {
  return line.includes("right") || line.includes(Buffer.from("\0ada@old.test\0right").toString("base64"));
}
