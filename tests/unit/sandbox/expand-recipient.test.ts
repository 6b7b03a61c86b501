import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expandRecipient } from "@/lib/sandbox/mail/expand-recipient";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { SandboxStore } from "@/lib/sandbox/sandbox-store";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";

describe("where mail goes", () => {
  let running: TestSandbox;
  let state: SandboxState;

  beforeAll(async () => {
    running = await startTestSandbox();
    for (const name of ["ada", "bob", "off"]) await running.addMailbox(name);
    await running.change("edit/mailbox", { items: ["off@pasture.test"], attr: { active: "0" } });
    await running.change("edit/mailbox", { items: ["bob@pasture.test"], attr: { active: "2" } });
    const alias = (address: string, goto: string, active = "1") =>
      running.change("add/alias", { address, goto, active });
    await alias("team@pasture.test", "ada@pasture.test,bob@pasture.test,x@outside.test");
    await alias("nested@pasture.test", "team@pasture.test");
    await alias("loop@pasture.test", "loop2@pasture.test");
    await alias("loop2@pasture.test", "loop@pasture.test");
    await alias("sleeping@pasture.test", "ada@pasture.test", "0");
    await running.change("add/alias", { address: "void@pasture.test", goto_null: "1", active: "1" });
    await running.change("add/alias-domain", {
      alias_domain: "alias.test",
      target_domain: "pasture.test",
      active: "1",
    });
    await running.change("add/domain", { domain: "all.test" });
    await alias("@all.test", "ada@pasture.test");
    await running.sandbox.stop();
    ({ state } = await SandboxStore.open(`${running.dataDir}/state.json`));
  });
  afterAll(() => running.stop());

  test.each([
    ["ada@pasture.test", ["ada@pasture.test"], []],
    ["ADA@Pasture.test", ["ada@pasture.test"], []],
    ["bob@pasture.test", ["bob@pasture.test"], []],
    ["nested@pasture.test", ["ada@pasture.test", "bob@pasture.test"], ["x@outside.test"]],
    ["void@pasture.test", [], []],
    ["ada@alias.test", ["ada@pasture.test"], []],
    ["anything@all.test", ["ada@pasture.test"], []],
  ])("%s reaches %j", (address, mailboxes, outside) => {
    expect(expandRecipient(state, address)).toEqual({ kind: "local", mailboxes, outside });
  });

  test.each(["off@pasture.test", "nobody@pasture.test", "sleeping@pasture.test", "loop@pasture.test"])(
    "%s reaches nobody",
    (address) => {
      expect(expandRecipient(state, address)).toEqual({ kind: "unknown" });
    },
  );

  test("another domain is outside", () => {
    expect(expandRecipient(state, "x@outside.test")).toEqual({ kind: "outside" });
  });
});
