import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { isAlive } from "@/lib/config/hold-lock-file";
import { findTestPort, type Pasture, startPasture } from "../../support/start-pasture";
import { makeTestFolder } from "../../support/test-folder";
import { waitUntil } from "../../support/wait-until";

const portalSchema = z.object({
  url: z.string(),
  setupLink: z.string().nullable(),
  mail: z.object({ kind: z.string(), domain: z.string().nullable() }),
});

interface Portal extends Pasture {
  readonly url: string;
  readonly setupLink: string | null;
}

const folder = makeTestFolder();
let environment: Record<string, string>;
let portal: Portal;

beforeAll(async () => {
  environment = { DATA_DIR: join(folder.path, "data"), PORT: String(await findTestPort()) };
  portal = await up(environment);
});
afterAll(async () => {
  if (portal.child.exitCode === null) portal.child.kill("SIGTERM");
  await portal.ended;
  folder.remove();
});

async function up(settings: Record<string, string>): Promise<Portal> {
  const running = startPasture(["up", "--json"], settings);
  const announced = () => {
    if (running.child.exitCode !== null) throw new Error(`up ended: ${running.stderr()}`);
    return running.stdout().split("\n")[0] || null;
  };
  const line = await waitUntil("the portal's start", announced, 100_000);
  const { url, setupLink } = portalSchema.parse(JSON.parse(line));
  return { ...running, url, setupLink };
}

/** A portal's child process by the command it runs. */
function childPid(name: "web" | "worker"): number | null {
  for (const entry of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const command = readProc(entry, "cmdline");
    if (parentOf(entry) === portal.child.pid && command.endsWith(`pasture.mjs\0${name}\0`))
      return Number(entry);
  }
  return null;
}

const parentOf = (pid: string) => Number(/^PPid:\t(\d+)$/m.exec(readProc(pid, "status"))?.[1]);

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}

async function runCommand(options: readonly string[], input = "") {
  const command = startPasture(options, environment, input);
  return { code: await command.ended, stdout: command.stdout(), stderr: command.stderr() };
}

describe("a running portal", () => {
  test("serves pages, offers the set-up link and says which mail server answers", async () => {
    expect((await fetch(`${portal.url}/sign-in`)).status).toBe(200);
    expect(portal.setupLink).toContain(portal.url);
    expect(portal.stderr()).toContain("look-alike");
  });

  test("a second one on the same data folder names the first and ends with 1", async () => {
    const second = await runCommand(["up", "--json"]);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain("already-running");
    expect(second.stderr).toContain(portal.url);
    expect(second.stderr).toContain(String(portal.child.pid));
  });

  test("a taken port is named, with the way out, before anything is started", async () => {
    const other = join(folder.path, "other");
    const command = startPasture(["up"], { ...environment, DATA_DIR: other });
    expect(await command.ended).toBe(1);
    expect(command.stderr()).toMatch(new RegExp(`Port ${environment.PORT} is taken.*PORT=`));
    expect(existsSync(join(other, "postgres"))).toBe(false);
  });

  test("a command beside it joins its database and sandbox, and waits for the mailbox", async () => {
    const options = [
      "account",
      "create",
      "--address",
      "operator@pasture.test",
      "--admin",
      "--password-stdin",
      "--json",
    ];
    const made = await runCommand(options, "Quiet-Meadow-47-Lantern\n");
    expect(made).toMatchObject({ code: 0 });
    expect(JSON.parse(made.stdout)).toMatchObject({ role: "admin", mailbox: { state: "done" } });
    const listed = await runCommand(["mailbox", "list", "--domain", "pasture.test", "--json"]);
    expect(JSON.parse(listed.stdout).mailboxes).toMatchObject([
      { address: "operator@pasture.test", state: "active" },
    ]);
  });

  test("a token is made in the fixed form and can be revoked", async () => {
    const made = await runCommand([
      "token",
      "create",
      "--account",
      "operator@pasture.test",
      "--scope",
      "*",
      "--json",
    ]);
    const { token, tokenId } = z
      .looseObject({ token: z.string(), tokenId: z.string() })
      .parse(JSON.parse(made.stdout));
    expect(token).toMatch(/^pasture_/);
    expect((await runCommand(["token", "revoke", tokenId])).code).toBe(0);
    expect(JSON.parse((await runCommand(["token", "list", "--json"])).stdout)).toEqual({ tokens: [] });
  });

  test("doctor finds nothing wrong with a fresh portal", async () => {
    const { code, stdout } = await runCommand(["doctor", "--json"]);
    const { checks } = z
      .object({ checks: z.array(z.looseObject({ name: z.string(), state: z.string() })).min(5) })
      .parse(JSON.parse(stdout));
    expect(checks.filter(({ state }) => state === "failed")).toEqual([]);
    expect(code).toBe(0);
  });

  test("a failing command tells programs the reason and ends with 1", async () => {
    const failed = await runCommand(["mailbox", "info", "nobody@pasture.test", "--json"]);
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(JSON.parse(failed.stderr)).toMatchObject({ error: { reason: "not-found" } });
  });

  test("the sandbox's key lies in a file of its own that only the owner can read", () => {
    const path = join(environment.DATA_DIR ?? "", "sandbox", "connection-key");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const connection = readFileSync(join(environment.DATA_DIR ?? "", "sandbox", "connection.env"), "utf8");
    expect(connection).not.toContain(readFileSync(path, "utf8").trim());
    expect(readProc(String(childPid("web")), "environ")).not.toContain(readFileSync(path, "utf8").trim());
  });

  test("a worker that is killed is started again", async () => {
    const before = childPid("worker");
    if (before === null) throw new Error("no worker runs");
    process.kill(before, "SIGKILL");
    const after = await waitUntil("the restart", () => {
      const pid = childPid("worker");
      return pid !== before && pid;
    });
    expect(after).not.toBe(before);
  });

  test("SIGTERM ends everything in order within 25 s, with 0 and without orphans", async () => {
    const pids = [childPid("web"), childPid("worker")].map((pid) => pid ?? 0);
    const cluster = join(environment.DATA_DIR ?? "", "postgres", "cluster", "postmaster.pid");
    expect(existsSync(cluster)).toBe(true);
    const begun = Date.now();
    portal.child.kill("SIGTERM");
    expect(await portal.ended).toBe(0);
    expect(Date.now() - begun).toBeLessThan(25_000);
    expect(pids.filter((pid) => pid > 0 && isAlive(pid))).toEqual([]);
    expect(existsSync(cluster)).toBe(false);
    expect(existsSync(join(environment.DATA_DIR ?? "", "portal.lock"))).toBe(false);
  });

  test("a second start finds the accounts, has no set-up link any more, and Ctrl-C ends it too", async () => {
    portal = await up(environment);
    expect(portal.setupLink).toBeNull();
    // npm passes the terminal's signal on to a process that already has it: twice at once is one keypress.
    portal.child.kill("SIGINT");
    portal.child.kill("SIGINT");
    expect(await portal.ended).toBe(0);
  });

  test("when the supervisor is killed, its processes notice and end by themselves", async () => {
    portal = await up(environment);
    const pids = [childPid("web"), childPid("worker")].map((pid) => pid ?? 0);
    portal.child.kill("SIGKILL");
    await waitUntil("the end of web and worker", () => pids.every((pid) => !isAlive(pid)));
    portal = await up(environment);
    portal.child.kill("SIGTERM");
    expect(await portal.ended).toBe(0);
  });
});

describe("the Mailcow key", () => {
  test("reaches the worker and never the web process", async () => {
    const key = "CANARY-KEY-FOR-THE-WORKER";
    const server = createServer((_request, response) => response.end("{}")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : 0;
    portal = await up({
      DATA_DIR: join(folder.path, "keyed"),
      PORT: String(await findTestPort()),
      MAILCOW_API_URL: `http://127.0.0.1:${port}`,
      MAILCOW_DOMAIN: "acme.org",
      MAIL_API: key,
      MAILCOW_API_KEY: key,
    });
    try {
      expect((await fetch(`${portal.url}/sign-in`)).status).toBe(200);
      expect(readProc(String(childPid("worker")), "environ")).toContain(key);
      const web = readProc(String(childPid("web")), "environ");
      expect(web).toContain("acme.org");
      expect(web).not.toContain(key);
      expect(web).not.toMatch(/MAILCOW_API_KEY|MAIL_API/);
      expect(web).toContain("__NEXT_PROCESSED_ENV=true");
    } finally {
      portal.child.kill("SIGTERM");
      expect(await portal.ended).toBe(0);
      server.close();
    }
  });

  test.each(["MAILCOW_API_KEY", "MAIL_API", "MAILCOW_API_KEY_FILE"])(
    "`pasture web` refuses to start while %s is in its environment",
    async (name) => {
      const command = startPasture(["web"], {
        ...environment,
        MAILCOW_API_URL: "https://mail.acme.org",
        [name]: "CANARY-KEY",
      });
      expect(await command.ended).toBe(2);
      expect(command.stderr()).toContain(name);
      expect(command.stderr()).not.toContain("CANARY-KEY");
    },
  );
});

describe("wrong calls and settings", () => {
  test.each([
    ["an unknown command", ["nonsense"], {}],
    ["a missing option", ["account", "create"], {}],
    ["an unknown scope", ["token", "create", "--account", "a@pasture.test", "--scope", "everything"], {}],
    ["a page size nobody can have", ["mailbox", "list", "--limit", "0"], {}],
    ["settings that cannot be used", ["up"], { LOG_LEVEL: "loud" }],
  ])("%s ends with 2 and says why", async (_, options, settings) => {
    const command = startPasture(options, { ...environment, ...settings });
    expect(await command.ended).toBe(2);
    expect(command.stderr().length).toBeGreaterThan(10);
    expect(command.stdout()).toBe("");
  });

  test("every command offers --json", async () => {
    const commands = [
      "up",
      "web",
      "worker",
      "sandbox",
      "migrate",
      "doctor",
      "account create",
      "account list",
      "account disable",
      "account enable",
      "account reset-password",
      "token create",
      "token revoke",
      "token list",
      "mailbox create",
      "mailbox list",
      "mailbox delete",
      "mailbox set-password",
      "mailbox info",
      "cleanup",
      "domain list",
      "domain discover",
      "domain save",
      "mail check",
      "mail send",
      "mail wait",
      "mcp",
      "temporary create",
      "temporary list",
      "temporary extend",
      "temporary delete",
      "rule create",
      "rule list",
      "rule delete",
      "webhook create",
      "webhook list",
      "webhook delete",
      "webhook deliveries",
    ];
    const { createProgram } = await import("@/lib/cli/create-program");
    const offered = createProgram().commands.flatMap((command) =>
      command.commands.length > 0
        ? command.commands.map((sub) => ({ name: `${command.name()} ${sub.name()}`, options: sub.options }))
        : [{ name: command.name(), options: command.options }],
    );
    expect(offered.map(({ name }) => name).sort()).toEqual(commands.sort());
    // What an agent is served is a protocol of its own.
    expect(
      offered.filter(({ options }) => !options.some(({ long }) => long === "--json")).map(({ name }) => name),
    ).toEqual(["mcp"]);
  });
});
