import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { listLastLogins } from "@/lib/mailcow/last-logins";
import { type MailcowLogSource, readLog } from "@/lib/mailcow/logs";
import { getPasswordPolicy } from "@/lib/mailcow/password-policy";
import { getContainerStatus, getVersion, getVmailStatus } from "@/lib/mailcow/server-status";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { connectRecording, connectReplay } from "@/tests/support/connect-replay";

test("the password policy's strings become numbers and flags", async () => {
  const { client } = await connectRecording("passwordpolicy-get");
  await expect(getPasswordPolicy(client)).resolves.toEqual({
    minimumLength: 12,
    requireLetters: true,
    requireUpperAndLower: true,
    requireDigits: true,
    requireSpecial: true,
  });
});

test('a rule that is "0" is not required', async () => {
  const { client } = await connectRecording("passwordpolicy-get-default");
  await expect(getPasswordPolicy(client)).resolves.toEqual({
    minimumLength: 6,
    requireLetters: false,
    requireUpperAndLower: false,
    requireDigits: false,
    requireSpecial: false,
  });
});

test("the version is text", async () => {
  const { client } = await connectRecording("status-version");
  await expect(getVersion(client)).resolves.toBe("2026-07b");
});

test("containers come as a list with their names", async () => {
  const { client } = await connectRecording("status-containers");
  expect(await getContainerStatus(client)).toContainEqual({
    name: "dovecot-mailcow",
    state: "running",
    startedAt: "2026-08-20T07:00:00.123456789Z",
    image: "ghcr.io/mailcow/dovecot:stub",
  });
});

test("vmail tells the percentage as a number", async () => {
  const { client } = await connectRecording("status-vmail");
  await expect(getVmailStatus(client)).resolves.toEqual({
    device: "/dev/sda1",
    used: "21G",
    total: "105G",
    usedPercent: 21,
  });
});

test("with dockerapi broken, containers and vmail are unknown and no error", async () => {
  const containers = await connectRecording("outage-dockerapi-broken-status-containers");
  await expect(getContainerStatus(containers.client)).resolves.toBeNull();
  const vmail = await connectRecording("outage-dockerapi-broken-status-vmail");
  await expect(getVmailStatus(vmail.client)).resolves.toBeNull();
});

describe("readLog", () => {
  test.each<[MailcowLogSource, string, Date | null]>([
    ["postfix", "logs-postfix-filled", new Date(1_795_250_322_000)],
    ["netfilter", "logs-netfilter-filled", new Date(1_795_250_321_000)],
    ["ratelimited", "logs-ratelimited-filled", new Date(1_795_250_321_000)],
    ["ui", "logs-ui", new Date(1_795_249_777_000)],
    ["sasl", "logs-sasl", null],
  ])(
    "the time of a %s line is an instant, whether text or number, or null without zone",
    async (source, name, at) => {
      const { server, client } = await connectRecording(name);
      expect((await readLog(client, source, 10))[0]?.at).toEqual(at);
      expect(server.calls[0]?.path).toBe(`/api/v1/get/logs/${source}/10`);
    },
  );

  test("both shapes of watchdog lines are read", async () => {
    const { client } = await connectRecording("logs-watchdog-filled");
    const [first, second] = await readLog(client, "watchdog", 2);
    expect(first?.message).toBe("Service dovecot hit 0 errors");
    expect(second?.details).toMatchObject({ service: "Nginx", lvl: "100" });
  });

  test("bodies of API calls, in which Mailcow leaves secrets in clear, are not passed on", async () => {
    const { client } = await connectRecording("logs-api");
    const lines = await readLog(client, "api", 8);
    expect(lines).toHaveLength(8);
    expect(inspect(lines, { depth: 5 })).not.toContain("TOPSECRET");
  });

  test("an empty log is an empty list", async () => {
    const { client } = await connectRecording("logs-postfix-empty");
    await expect(readLog(client, "postfix", 10)).resolves.toEqual([]);
  });

  test("an empty body is unclear, and not an empty log", async () => {
    const { client } = await connectRecording("auth-no-key-get-version");
    expect((await catchMailcowError(readLog(client, "postfix", 10))).code).toBe("unclear-answer");
  });

  test.each([0, -1, 1.5, 10_000])(
    "%d lines are refused: Mailcow would answer as if the log were empty",
    async (count) => {
      const { server, client } = await connectReplay();
      await expect(readLog(client, "postfix", count)).rejects.toThrow(RangeError);
      expect(server.calls).toHaveLength(0);
    },
  );
});

describe("listLastLogins", () => {
  test("tells service, address and app password", async () => {
    const { client } = await connectRecording("app-passwd-last-login");
    const logins = await listLastLogins(client, "ap1@two.test", 10);
    expect(logins[0]).toEqual({
      service: "smtp",
      loggedInAt: "2026-11-21 09:48:29",
      remoteAddress: "203.0.113.7",
      isInternal: false,
      appPasswordId: 15,
    });
    expect(logins[1]?.appPasswordId).toBeNull();
    expect(logins[3]).toMatchObject({ remoteAddress: "127.0.0.1", isInternal: true });
  });

  test("service names are one case, which Mailcow mixes", async () => {
    const { client } = await connectRecording("last-login-many-services");
    const services = (await listLastLogins(client, "ll1@two.test", 7)).map(({ service }) => service);
    expect(new Set(services)).toEqual(
      new Set(["none", "mailcowui", "sso", "sieve", "smtp", "eas", "pop3", "dav", "imap"]),
    );
  });

  test("never logged in is an empty list", async () => {
    const { client } = await connectRecording("last-login-never");
    await expect(listLastLogins(client, "ca9@two.test", 7)).resolves.toEqual([]);
  });
});
