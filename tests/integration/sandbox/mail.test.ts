import { readFileSync } from "node:fs";
import { chmod, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import argon2 from "argon2";
import { ImapFlow } from "imapflow";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, describe, expect, type TestAPI, test } from "vitest";
import { findDovecot } from "@/lib/sandbox/mail/find-dovecot";
import { type Sandbox, startSandbox } from "@/lib/sandbox/start-sandbox";

const PASSWORD = "correct horse battery staple";
const hasDovecot = (await findDovecot("")) !== null;

/** `npm test` installs Dovecot; on a machine that cannot have it, its half does not exist. */
const engines = hasDovecot ? (["dovecot", "memory"] as const) : (["memory"] as const);

describe.each(engines)("mail by %s", (engine) => {
  const testWithDovecot: TestAPI | (() => void) = engine === "dovecot" ? test : () => {};
  describe("with a running sandbox", () => {
    let sandbox: Sandbox;
    let dataDir: string;
    let hash: string;

    beforeAll(async () => {
      dataDir = await mkdtemp(join(tmpdir(), "sandbox-mail-"));
      await chmod(dataDir, 0o711);
      hash = `{ARGON2ID}${await argon2.hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })}`;
      sandbox = await startSandbox({ dataDir, mail: engine, authCacheSeconds: 0 });
      await addMailbox("ada");
      await addMailbox("bob");
    });
    afterAll(async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true });
    });

    test("the password behind an argon2id hash opens IMAPS with a verified certificate", async () => {
      expect(sandbox.imap?.engine).toBe(engine);
      const client = await logIn("ada@pasture.test", PASSWORD);
      const folders = await client.list();
      await client.logout();
      expect(folders.map((folder) => folder.path)).toEqual(
        expect.arrayContaining(["INBOX", "Sent", "Trash"]),
      );
      const mailbox = await get("mailbox/ada@pasture.test");
      expect(mailbox.last_imap_login).toBeGreaterThan(0);
    });

    test("a wrong password is refused by IMAP and SMTP as an authentication failure, without delay", async () => {
      const startedAt = Date.now();
      await expect(logIn("ada@pasture.test", "wrong")).rejects.toMatchObject({
        authenticationFailed: true,
        serverResponseCode: "AUTHENTICATIONFAILED",
      });
      await expect(openSmtp("ada@pasture.test", "wrong").verify()).rejects.toMatchObject({
        responseCode: 535,
      });
      expect(Date.now() - startedAt).toBeLessThan(2000);
    });

    test("a message sent by STARTTLS submission arrives and is counted", async () => {
      const usedBefore = await get("mailbox/bob@pasture.test");
      const sent = await send("ada@pasture.test", "bob@pasture.test", "Grüße ✓");
      expect(sent.accepted).toEqual(["bob@pasture.test"]);
      const client = await logIn("bob@pasture.test", PASSWORD);
      const subjects = await listSubjects(client);
      const quota = await client.getQuota("INBOX");
      await client.logout();
      expect(subjects).toContain("Grüße ✓");
      expect(quota).toMatchObject({ storage: { limit: 100 * 1024 * 1024 } });
      const mailbox = await get("mailbox/bob@pasture.test");
      expect(mailbox.messages).toBe(Number(usedBefore.messages) + 1);
      expect(mailbox.quota_used).toBeGreaterThan(Number(usedBefore.quota_used) + 100);
    });

    test("an alias leads to its mailbox and sends only when it may", async () => {
      await change("add/alias", { address: "sales@pasture.test", goto: "bob@pasture.test", active: "1" });
      await send("ada@pasture.test", "sales@pasture.test", "to the alias");
      const client = await logIn("bob@pasture.test", PASSWORD);
      expect(await listSubjects(client)).toContain("to the alias");
      await client.logout();
      const asAlias = () =>
        send("bob@pasture.test", "ada@pasture.test", "from the alias", "sales@pasture.test");
      await expect(asAlias()).rejects.toMatchObject({ responseCode: 553 });
      await change("edit/alias", { items: ["sales@pasture.test"], attr: { sender_allowed: "1" } });
      expect((await asAlias()).accepted).toEqual(["ada@pasture.test"]);
    });

    test("mail to unknown and to outside addresses is refused by name", async () => {
      await expect(send("ada@pasture.test", "nobody@pasture.test", "x")).rejects.toMatchObject({
        responseCode: 550,
      });
      await expect(send("ada@pasture.test", "x@elsewhere.test", "x")).rejects.toMatchObject({
        responseCode: 554,
      });
    });

    test("mail over the quota is refused with 552", async () => {
      await change("edit/mailbox", { items: ["bob@pasture.test"], attr: { quota: "1" } });
      const big = "a line of text to fill the mailbox\r\n".repeat(60_000);
      await expect(
        send("ada@pasture.test", "bob@pasture.test", big.slice(0, 20), undefined, big),
      ).rejects.toMatchObject({
        responseCode: 552,
      });
      await change("edit/mailbox", { items: ["bob@pasture.test"], attr: { quota: "100" } });
    });

    test("app passwords open exactly their protocols, whatever the mailbox's own switches say", async () => {
      await addAppPassword("imap only", "app-password-imap", ["imap_access"]);
      await addAppPassword("smtp only", "app-password-smtp", ["smtp_access"]);
      await addAppPassword("nothing", "app-password-none", []);
      await change("edit/mailbox", {
        items: ["ada@pasture.test"],
        attr: { imap_access: "0", smtp_access: "0" },
      });
      const opened = async (password: string) => ({
        imap: await succeeds(async () => (await logIn("ada@pasture.test", password)).logout()),
        smtp: await succeeds(() => openSmtp("ada@pasture.test", password).verify()),
      });
      expect(await opened("app-password-imap")).toEqual({ imap: true, smtp: false });
      expect(await opened("app-password-smtp")).toEqual({ imap: false, smtp: true });
      expect(await opened("app-password-none")).toEqual({ imap: false, smtp: false });
      expect(await opened(PASSWORD)).toEqual({ imap: false, smtp: false });
      await change("edit/mailbox", {
        items: ["ada@pasture.test"],
        attr: { imap_access: "1", smtp_access: "1" },
      });
      expect(await opened(PASSWORD)).toEqual({ imap: true, smtp: true });
    });

    test("inactive mailboxes and domains do not log in", async () => {
      await change("edit/mailbox", { items: ["ada@pasture.test"], attr: { active: "0" } });
      await expect(logIn("ada@pasture.test", PASSWORD)).rejects.toThrow();
      await change("edit/mailbox", { items: ["ada@pasture.test"], attr: { active: "1" } });
      await change("edit/domain", { items: ["pasture.test"], attr: { active: "0" } });
      await expect(logIn("ada@pasture.test", PASSWORD)).rejects.toThrow();
      await change("edit/domain", { items: ["pasture.test"], attr: { active: "1" } });
      await (await logIn("ada@pasture.test", PASSWORD)).logout();
    });

    test("while the web part is away a login looks like a wrong password", async () => {
      sandbox.setFault({ kind: "down" });
      await expect(logIn("ada@pasture.test", PASSWORD)).rejects.toMatchObject({ authenticationFailed: true });
      sandbox.setFault(null);
      await (await logIn("ada@pasture.test", PASSWORD)).logout();
    });

    test("a deleted mailbox leaves no mail to the next one of its name", async () => {
      await addMailbox("eve");
      await send("ada@pasture.test", "eve@pasture.test", "a secret");
      await change("delete/mailbox", ["eve@pasture.test"]);
      await addMailbox("eve");
      const client = await logIn("eve@pasture.test", PASSWORD);
      expect(await listSubjects(client)).toEqual([]);
      await client.logout();
    });

    testWithDovecot("a second sandbox on the same folder is refused and harms nothing", async () => {
      await expect(startSandbox({ dataDir, mail: engine })).rejects.toThrow("Another sandbox");
      await (await logIn("ada@pasture.test", PASSWORD)).logout();
    });

    test("mail from outside is delivered through the control route", async () => {
      const response = await fetch(`${sandbox.apiUrl}/_sandbox/messages`, {
        method: "POST",
        headers: { "X-API-Key": sandbox.apiKey },
        body: JSON.stringify({ to: "bob@pasture.test", subject: "Von außen" }),
      });
      expect(response.status).toBe(200);
      const client = await logIn("bob@pasture.test", PASSWORD);
      expect(await listSubjects(client)).toContain("Von außen");
      await client.logout();
    });

    test("a renamed mailbox keeps its mail", async () => {
      await addMailbox("old");
      await send("ada@pasture.test", "old@pasture.test", "for the old name");
      const attr = {
        domain: "pasture.test",
        old_local_part: "old",
        new_local_part: "new",
        create_alias: "0",
      };
      await change("edit/rename-mbox", { items: ["old@pasture.test"], attr });
      const client = await logIn("new@pasture.test", PASSWORD);
      expect(await listSubjects(client)).toEqual(["for the old name"]);
      await client.logout();
    });

    testWithDovecot("mail and mailboxes survive a restart", async () => {
      await send("ada@pasture.test", "bob@pasture.test", "before the restart");
      const { apiKey } = sandbox;
      await sandbox.stop();
      sandbox = await startSandbox({ dataDir, mail: engine, authCacheSeconds: 0 });
      expect(sandbox.apiKey).toBe(apiKey);
      const client = await logIn("bob@pasture.test", PASSWORD);
      expect(await listSubjects(client)).toContain("before the restart");
      await client.logout();
    });

    async function addMailbox(localPart: string): Promise<void> {
      const password = { password: hash, password2: hash };
      await change("add/mailbox", {
        local_part: localPart,
        domain: "pasture.test",
        quota: "100",
        ...password,
      });
    }

    async function addAppPassword(name: string, password: string, protocols: string[]): Promise<void> {
      await change("add/app-passwd", {
        username: "ada@pasture.test",
        app_name: name,
        app_passwd: password,
        app_passwd2: password,
        active: "1",
        protocols,
      });
    }

    async function get(path: string): Promise<Record<string, unknown>> {
      const response = await fetch(`${sandbox.apiUrl}/api/v1/get/${path}`, {
        headers: { "X-API-Key": sandbox.apiKey },
      });
      return (await response.json()) as Record<string, unknown>;
    }

    async function change(path: string, body: unknown): Promise<void> {
      const response = await fetch(`${sandbox.apiUrl}/api/v1/${path}`, {
        method: "POST",
        headers: { "X-API-Key": sandbox.apiKey, "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      if (text.includes('"danger"') || !text.includes('"success"')) throw new Error(`${path}: ${text}`);
    }

    async function logIn(user: string, pass: string): Promise<ImapFlow> {
      const ca = await readFile(sandbox.certificateAuthorityFile ?? "");
      const { host = "", port = 0 } = sandbox.imap ?? {};
      const client = new ImapFlow({
        host,
        port,
        secure: true,
        auth: { user, pass },
        logger: false,
        tls: { ca },
      });
      await client.connect();
      return client;
    }

    async function listSubjects(client: ImapFlow): Promise<string[]> {
      const lock = await client.getMailboxLock("INBOX");
      try {
        const subjects: string[] = [];
        const mailbox = client.mailbox;
        if (!mailbox || mailbox.exists === 0) return subjects;
        for await (const message of client.fetch("1:*", { envelope: true })) {
          subjects.push(message.envelope?.subject ?? "");
        }
        return subjects;
      } finally {
        lock.release();
      }
    }

    function openSmtp(user: string, pass: string) {
      const { host = "", port = 0 } = sandbox.smtp ?? {};
      return createTransport({
        host,
        port,
        requireTLS: true,
        auth: { user, pass },
        tls: { ca: readFileSync(sandbox.certificateAuthorityFile ?? "") },
      });
    }

    async function send(from: string, to: string, subject: string, sender = from, text = "It works") {
      return openSmtp(from, PASSWORD).sendMail({ from: sender, to, subject, text });
    }
  });
});

async function succeeds(attempt: () => Promise<unknown>): Promise<boolean> {
  return attempt().then(
    () => true,
    () => false,
  );
}
