import { createServer } from "node:net";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { createMailcowClient, type MailcowCallReport } from "@/lib/mailcow/create-mailcow-client";
import { editMailbox } from "@/lib/mailcow/mailboxes";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { getVersion } from "@/lib/mailcow/server-status";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { connectRecording, connectReplay, REPLAY_KEY } from "@/tests/support/connect-replay";
import { createDeferred } from "@/tests/support/create-deferred";
import { loadRecording } from "@/tests/support/load-recording";
import { startReplayServer } from "@/tests/support/start-replay-server";

const version = loadRecording("status-version");

test.each(["", "/", "/api/v1", "/api/v1/", "/api/v1//"])(
  "a base URL that ends in %j leads to /api/v1",
  async (ending) => {
    const { server } = await connectReplay();
    server.reply(version);
    const client = createMailcowClient({ baseUrl: server.url + ending, apiKey: REPLAY_KEY });
    await getVersion(client);
    await client.close();
    expect(server.calls[0]?.path).toBe("/api/v1/get/status/version");
  },
);

test.each([
  "mail.example.org",
  "ftp://mail.example.org",
  "https://user:secret-word@mail.example.org",
  "https://m.test/?a=b",
])("the base URL %j is refused without being repeated in the message", (baseUrl) => {
  expect(() => createMailcowClient({ baseUrl, apiKey: REPLAY_KEY })).toThrow(TypeError);
  expect(() => createMailcowClient({ baseUrl, apiKey: REPLAY_KEY })).not.toThrow(/secret-word|mail\.example/);
});

test.each(["", "key with spaces", "key\r\nX-Injected: 1", "schlüssel"])(
  "the key %j is refused before any call: Mailcow would drop characters, or answer 200 to everybody",
  (apiKey) => {
    expect(() => createMailcowClient({ baseUrl: "https://mail.test", apiKey })).toThrow(TypeError);
  },
);

test("a call carries the key in X-API-Key alone, no cookie and no Sec-Fetch-Dest", async () => {
  const { server, client } = await connectReplay();
  server.reply(version);
  await getVersion(client);
  const headers = server.calls[0]?.headers ?? {};
  expect(headers["x-api-key"]).toBe(REPLAY_KEY);
  expect(headers.authorization).toBeUndefined();
  expect(headers.cookie).toBeUndefined();
  expect(headers["sec-fetch-dest"]).toBeUndefined();
  expect(server.calls[0]?.path).not.toContain(REPLAY_KEY);
});

test("the admin session that every answer sets as a cookie is never sent back", async () => {
  const { server, client } = await connectReplay();
  server.reply({ ...version, headers: { "set-cookie": "MCSESSID=admin-session; path=/; HttpOnly" } });
  await getVersion(client);
  await getVersion(client);
  expect(server.calls.map(({ headers }) => headers.cookie)).toEqual([undefined, undefined]);
});

test("a redirect is not followed, so the key goes nowhere else", async () => {
  const { server, client } = await connectReplay();
  const elsewhere = await startReplayServer();
  elsewhere.reply(version);
  server.reply({ status: 302, headers: { location: `${elsewhere.url}/api/v1/get/status/version` } });
  const error = await catchMailcowError(getVersion(client));
  await elsewhere.close();
  expect(error.code).toBe("unclear-answer");
  expect(elsewhere.calls).toHaveLength(0);
});

test("a call without an answer ends at the deadline of its class, and is unclear", async () => {
  const { server, client } = await connectReplay({ deadlinesMs: { read: 50 } });
  server.reply("hang");
  const error = await catchMailcowError(getVersion(client));
  expect(error.code).toBe("timed-out");
  expect(error.isUnclear).toBe(true);
});

test("the deadline also covers a body that stops half way", async () => {
  const { client, server } = await connectReplay({ deadlinesMs: { read: 50 } });
  server.reply({ ...version, headers: { "content-length": "1000" } });
  expect((await catchMailcowError(getVersion(client))).code).toBe("timed-out");
});

test("each class of call has its own deadline: a write outlives a read that is given up", async () => {
  const { server, client } = await connectReplay({ deadlinesMs: { read: 500, write: 60_000 } });
  server.reply(version);
  await getVersion(client);
  const release = createDeferred<void>();
  server.reply(({ method }) => (method === "GET" ? "hang" : release.promise.then(() => ({ text: "[1]" }))));
  const write = client.post("add/domain", {}, "write");
  expect((await catchMailcowError(getVersion(client))).code).toBe("timed-out");
  release.resolve();
  await expect(write).resolves.toEqual([1]);
});

test.each(["cut", "reset"] as const)(
  "a connection that is %s after the call was sent is unclear",
  async (reply) => {
    const { server, client } = await connectReplay();
    server.reply(reply);
    const error = await catchMailcowError(client.post("add/mailbox", {}, "write"));
    expect(error.code).toBe("unclear-answer");
    expect(server.calls).toHaveLength(1);
  },
);

test("a refused connection is unreachable and not unclear: Mailcow never saw the call", async () => {
  const port = await findClosedPort();
  const client = createMailcowClient({ baseUrl: `http://127.0.0.1:${port}`, apiKey: REPLAY_KEY });
  const error = await catchMailcowError(client.post("add/mailbox", {}, "write"));
  await client.close();
  expect(error.code).toBe("unreachable");
  expect(error.isUnclear).toBe(false);
});

test("an answer larger than allowed is given up", async () => {
  const { server, client } = await connectReplay({ maximumAnswerBytes: 1_000 });
  server.reply({ text: JSON.stringify("x".repeat(1_001)) });
  expect((await catchMailcowError(getVersion(client))).code).toBe("unclear-answer");
});

test.each([
  "auth-wrong-key",
  "outage-mysql-denied",
  "outage-phpfpm-down",
  "rename-mbox-target-exists",
  "reset",
] as const)(
  "neither key, body, hash nor address is in the error, its causes or the report: %s",
  async (name) => {
    const reports: MailcowCallReport[] = [];
    const { server, client } = await connectReplay({ onCall: (call) => reports.push(call) });
    server.reply(name === "reset" ? "reset" : loadRecording(name));
    const edit = editMailbox(client, "who@secret.test", { passwordHash: hashMachinePassword("typed") });
    const error = await catchMailcowError(edit);
    expect(reports).toHaveLength(1);
    expect(inspect({ error, reports }, { depth: 20 })).not.toMatch(
      new RegExp(`${REPLAY_KEY}|secret\\.test|SSHA512|SQLSTATE|<center|<html|Duplicate entry`),
    );
  },
);

test("each call is reported once, with its endpoint, time and outcome", async () => {
  const reports: MailcowCallReport[] = [];
  const { server, client } = await connectReplay({ onCall: (call) => reports.push(call) });
  server.reply(version);
  await getVersion(client);
  server.reply(loadRecording("route-unknown-get-category"));
  await catchMailcowError(getVersion(client));
  expect(reports).toEqual([
    { method: "GET", endpoint: "get/status/version", durationMs: expect.any(Number), outcome: "ok" },
    { method: "GET", endpoint: "get/status/version", durationMs: expect.any(Number), outcome: "rejected" },
  ]);
});

test("connections are kept: many calls use no more of them than may be in flight", async () => {
  const { server, client } = await connectRecording("status-version");
  await Promise.all(Array.from({ length: 20 }, () => getVersion(client)));
  await Promise.all(Array.from({ length: 20 }, () => getVersion(client.withPriority("background"))));
  expect(server.calls).toHaveLength(40);
  expect(server.connectionCount()).toBeLessThanOrEqual(4);
});

function findClosedPort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
