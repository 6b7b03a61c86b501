import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isAlive } from "@/lib/config/hold-lock-file";
import { type EmbeddedServer, openEmbeddedServer } from "@/lib/database/embedded-server";
import { readPostmasterFile } from "@/lib/database/postmaster-file";
import { runScript } from "../../support/run-script";
import { makeTestFolder } from "../../support/test-folder";
import { waitUntil } from "../../support/wait-until";

const HOLDER = fileURLToPath(new URL("hold-server.script.ts", import.meta.url));

let folder: ReturnType<typeof makeTestFolder>;
let opened: EmbeddedServer[];
const messages: string[] = [];
beforeEach(() => {
  folder = makeTestFolder();
  opened = [];
  messages.length = 0;
});
afterEach(async () => {
  for (const server of opened) await server.close();
  folder.remove();
});

async function open(): Promise<EmbeddedServer> {
  const server = await openEmbeddedServer({ dataDir: folder.path, log: (line) => messages.push(line) });
  opened.push(server);
  return server;
}

const cluster = () => join(folder.path, "postgres", "cluster");
function serverPid(): number {
  const file = readPostmasterFile(cluster());
  if (!file) throw new Error("no server runs");
  return file.pid;
}

async function query<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("one process", () => {
  test("a first start gives a database that keeps every promise of durability, and closing stops the server", async () => {
    const server = await open();
    const rows = await query<{ name: string; setting: string }>(
      server.url,
      "select name, setting from pg_settings where name in ('fsync','synchronous_commit','full_page_writes','listen_addresses') order by name",
    );
    expect(rows.map(({ setting }) => setting)).toEqual(["on", "on", "127.0.0.1", "on"]);
    const pid = serverPid();
    await server.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("a second start finds what the first one wrote", async () => {
    const first = await open();
    await query(first.url, "create table kept as select 42 as answer");
    await first.close();
    const second = await open();
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  test("the database never runs as root", async () => {
    await open();
    const status = readFileSync(`/proc/${serverPid()}/status`, "utf8");
    expect(/^Uid:\t(\d+)/m.exec(status)?.[1]).not.toBe("0");
  });

  test("the server sees neither the Mailcow key nor any other setting of ours", async () => {
    process.env.MAILCOW_API_KEY = "canary-for-postgres";
    try {
      await open();
      expect(readFileSync(`/proc/${serverPid()}/environ`, "utf8")).not.toContain("canary");
    } finally {
      delete process.env.MAILCOW_API_KEY;
    }
  });

  test("a first start that was cut short is begun again", async () => {
    mkdirSync(`${cluster()}.making/base`, { recursive: true });
    writeFileSync(`${cluster()}.making/PG_VERSION`, "18\n");
    const server = await open();
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a usual port that is taken gives way to another one", async () => {
    const squatter = createServer().listen(54329, "127.0.0.1");
    await new Promise((resolve) => squatter.once("listening", resolve).once("error", resolve));
    try {
      const server = await open();
      expect(new URL(server.url).port).not.toBe("54329");
      expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    } finally {
      squatter.close();
    }
  });
});

describe.runIf(process.getuid?.() === 0)("root, in a folder nobody else may enter", () => {
  test("the database is kept under /var/lib/pasture, which is said and remembered", async () => {
    chmodSync(folder.path, 0o700);
    const server = await open();
    const place = readFileSync(join(folder.path, "postgres", "location"), "utf8").trim();
    try {
      expect(place).toMatch(/^\/var\/lib\/pasture\/[0-9a-f]{16}$/);
      expect(messages.join()).toContain(place);
      await query(server.url, "create table kept as select 1 as one");
      await server.close();
      // Even when the folder can be entered later, the database stays where it is.
      chmodSync(folder.path, 0o755);
      const again = await open();
      expect(await query(again.url, "select one from kept")).toEqual([{ one: 1 }]);
      expect(existsSync(cluster())).toBe(false);
      await again.close();
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
});

describe("a crash", () => {
  test("kill -9 of the server: a holder starts it again on the same port with every committed row", async () => {
    const server = await open();
    await query(server.url, "create table kept as select generate_series(1, 100) as n");
    const pid = serverPid();
    process.kill(pid, "SIGKILL");
    await waitUntil("the restart", () => messages.includes("PostgreSQL runs again"));
    expect(serverPid()).not.toBe(pid);
    expect(await query(server.url, "select count(*)::int as n from kept")).toEqual([{ n: 100 }]);
  });

  test("kill -9 of server and holder together: the next start recovers", async () => {
    const holder = await runScript(HOLDER, [folder.path]);
    await waitUntil("the holder's start", () => holder.output().includes("port "));
    const pid = serverPid();
    holder.child.kill("SIGKILL");
    process.kill(pid, "SIGKILL");
    await holder.ended;
    const server = await open();
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });

  test("a holder that was killed leaves no hold behind: the next one to leave stops the server", async () => {
    const holder = await runScript(HOLDER, [folder.path]);
    await waitUntil("the holder's start", () => holder.output().includes("port "));
    const pid = serverPid();
    holder.child.kill("SIGKILL");
    await holder.ended;
    const server = await open();
    expect(serverPid()).toBe(pid);
    await server.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("the file of a dead server whose number another program now has does not prevent a start", async () => {
    const server = await open();
    await server.close();
    const lines = [process.pid, cluster(), 1, 54329, "", "127.0.0.1", "", "ready"];
    writeFileSync(join(cluster(), "postmaster.pid"), `${lines.join("\n")}\n`);
    const again = await open();
    expect(await query(again.url, "select 1 as one")).toEqual([{ one: 1 }]);
  });
});

describe("several processes", () => {
  test("a second one joins the running server, and only the last one to leave stops it", async () => {
    const holder = await runScript(HOLDER, [folder.path]);
    await waitUntil("the holder's start", () => holder.output().includes("port "));
    const pid = serverPid();
    const server = await open();
    expect(holder.output()).toContain(`port ${new URL(server.url).port}`);
    holder.child.kill("SIGTERM");
    expect(await holder.ended).toBe(0);
    expect(isAlive(pid)).toBe(true);
    expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await server.close();
    expect(isAlive(pid)).toBe(false);
  });

  test("three that start at the same moment on an empty folder share one server", async () => {
    const servers = await Promise.all([open(), open(), open()]);
    expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
  });

  test("opening while the last one is just leaving always ends with a working server", async () => {
    for (let round = 0; round < 5; round += 1) {
      const leaving = await open();
      const [server] = await Promise.all([open(), leaving.close()]);
      expect(await query(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
      await server.close();
    }
  });
});
