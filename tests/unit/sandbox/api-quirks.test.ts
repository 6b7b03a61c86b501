import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSandbox } from "@/lib/sandbox/start-sandbox";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";

type Mailbox = {
  username: string;
  attributes: { attribute_hash: string };
  custom_attributes: unknown;
  tags?: string[];
};

describe("quirks of the API", () => {
  let running: TestSandbox;

  beforeAll(async () => {
    running = await startTestSandbox();
  });
  afterAll(() => running.stop());

  test("a wrong key is 401 with JSON declared as HTML, an empty one 200 with nothing", async () => {
    const url = `${running.sandbox.apiUrl}/api/v1/get/status/version`;
    const wrong = await fetch(url, { headers: { "X-API-Key": "WRONG" } });
    expect([wrong.status, wrong.headers.get("content-type")]).toEqual([401, "text/html; charset=utf-8"]);
    expect(await wrong.json()).toEqual({ type: "error", msg: "authentication failed" });
    const empty = await fetch(url, { headers: { "X-API-Key": "" } });
    expect([empty.status, await empty.text()]).toEqual([200, ""]);
  });

  test("the read-only key reads and searches but changes nothing", async () => {
    const headers = { "X-API-Key": running.sandbox.readOnlyApiKey, "Content-Type": "application/json" };
    const call = (path: string, method: string, body?: string) =>
      fetch(`${running.sandbox.apiUrl}/api/v1/${path}`, { method, headers, ...(body ? { body } : {}) });
    expect((await call("get/domain/all", "GET")).status).toBe(200);
    expect((await call("search/mailbox", "POST", '{"draw":1}')).status).toBe(200);
    expect((await call("delete/mailbox", "POST", '["a@pasture.test"]')).status).toBe(403);
  });

  test("the cookie of an answer opens the API without a key", async () => {
    const url = `${running.sandbox.apiUrl}/api/v1/get/status/version`;
    const first = await fetch(url, { headers: { "X-API-Key": running.sandbox.apiKey } });
    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    expect(cookie).toMatch(/^MCSESSID=/);
    expect(await (await fetch(url, { headers: { cookie } })).json()).toEqual({ version: "2026-07b" });
  });

  test("of parallel adds of one address exactly one succeeds and losers get an empty 200", async () => {
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        running.addMailbox("race", { password: "plain-text-1", password2: "plain-text-1" }),
      ),
    );
    const kinds = answers.map(
      (answer) => /mailbox_added|object_exists/.exec(JSON.stringify(answer))?.[0] ?? answer,
    );
    expect(kinds.filter((kind) => kind === "mailbox_added")).toHaveLength(1);
    expect(kinds).toContain("");
    expect(running.sandbox.listMailboxes().creations["race@pasture.test"]).toBe(1);
  });

  test("the marker given at creation is kept until the first edit, custom attributes outlive edits", async () => {
    const address = "marked@pasture.test";
    await running.addMailbox("marked", { attribute_hash: "marker-1", tags: ["portal"] });
    const read = async () => (await running.get(`mailbox/${address}`)) as Mailbox;
    expect(await read()).toMatchObject({ attributes: { attribute_hash: "marker-1" }, tags: ["portal"] });
    await running.change("edit/mailbox/custom-attribute", {
      items: [address],
      attr: { attribute: ["owner", "__proto__"], value: ["me", "x"] },
    });
    await running.change("edit/tls_policy", { items: [address], attr: { tls_enforce_in: "1" } });
    expect((await read()).attributes.attribute_hash).toBe("marker-1");
    await running.change("edit/mailbox", { items: [address], attr: { name: "New" } });
    const edited = await read();
    expect(edited.attributes.attribute_hash).toBe("");
    expect(JSON.stringify(edited.custom_attributes)).toBe('{"owner":"me","__proto__":"x"}');
  });

  test("an unknown domain lists every mailbox, an empty one nothing", async () => {
    await running.change("add/domain", { domain: "other.test" });
    const all = (await running.get("mailbox/all")) as Mailbox[];
    expect(await running.get("mailbox/all/nope.test")).toEqual(all);
    expect(await running.get("mailbox/reduced/other.test")).toEqual({});
  });

  test("a temporary alias blocks its address for a mailbox and leaves the list when deleted", async () => {
    await running.addMailbox("shopper");
    const add = {
      username: "shopper@pasture.test",
      domain: "pasture.test",
      validity: "24",
      description: "shop",
    };
    await running.change("add/time_limited_alias", add);
    const [alias] = (await running.get("time_limited_aliases/shopper@pasture.test")) as { address: string }[];
    const address = alias?.address ?? "";
    expect(await running.addMailbox(address.split("@")[0] ?? "")).toMatchObject([
      { msg: ["is_spam_alias", address] },
    ]);
    await running.change("delete/time_limited_alias", [address]);
    expect(await running.get("time_limited_aliases/shopper@pasture.test")).toEqual({});
  });

  test("an app password's name is escaped once when stored and again when read", async () => {
    await running.addMailbox("names");
    const secret = { app_passwd: "{SSHA512}xxxxxxxx", app_passwd2: "{SSHA512}xxxxxxxx" };
    const add = { username: "names@pasture.test", app_name: "Thunderbird <Büro>", ...secret };
    await running.change("add/app-passwd", { ...add, protocols: ["imap_access"], active: "1" });
    expect(await running.get("app-passwd/all/names@pasture.test")).toMatchObject([
      {
        name: "Thunderbird &amp;lt;Büro&amp;gt;",
        password: "{SSHA512}xxxxxxxx",
        imap_access: 1,
        smtp_access: 0,
      },
    ]);
  });

  test("only one filter of a kind is active", async () => {
    await running.addMailbox("filters");
    const filter = {
      username: "filters@pasture.test",
      filter_type: "prefilter",
      script_data: "keep;",
      active: "1",
    };
    await running.change("add/filter", { ...filter, script_desc: "first" });
    await running.change("add/filter", { ...filter, script_desc: "second" });
    expect(await running.get("filters/filters@pasture.test")).toMatchObject([{ active: 0 }, { active: 1 }]);
  });

  test("the API log hides passwords", async () => {
    await running.addMailbox("logged", { password: "canary-clear-text", password2: "canary-clear-text" });
    const log = JSON.stringify(await running.get("logs/api/50"));
    expect(log).toContain("logged");
    expect(log).not.toContain("canary-clear-text");
  });

  test("keys and state are for the owner's eyes and survive a restart", async () => {
    const { dataDir, sandbox } = running;
    await running.addMailbox("kept", { attribute_hash: "kept-marker" });
    expect((await stat(join(dataDir, "api-key"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(dataDir, "state.json"))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(dataDir, "state.json"), "utf8")).toContain("kept-marker");
    await sandbox.stop();
    const again = await startSandbox({ dataDir, mail: "none" });
    const before = sandbox.listMailboxes();
    const after = again.listMailboxes();
    const { apiKey } = again;
    await again.stop();
    running = await startTestSandbox({ dataDir });
    expect(apiKey).toBe(sandbox.apiKey);
    expect(after).toEqual(before);
  });
});
