import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { FaultSwitch } from "@/lib/sandbox/fault";
import { GENUINE_CACHE_TIMES, LoginCache } from "@/lib/sandbox/mail/login-cache";
import { createLoginGate, type LoginGate, type LoginSuccess } from "@/lib/sandbox/mail/login-gate";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { SandboxStore } from "@/lib/sandbox/sandbox-store";
import { seedDomain } from "@/lib/sandbox/seed-domain";
import { startTestSandbox, type TestSandbox } from "@/tests/support/sandbox-client";

describe("logins with the genuine cache", () => {
  let running: TestSandbox;
  let state: SandboxState;
  let faults: FaultSwitch;
  let logIn: LoginGate;
  const good = {
    service: "imap",
    username: "Ada@pasture.test",
    password: "secret-1",
    remoteAddress: "::1",
  } as const;

  beforeEach(async () => {
    running = await startTestSandbox();
    await running.addMailbox("ada");
    await running.sandbox.stop();
    ({ state } = await SandboxStore.open(`${running.dataDir}/state.json`));
    faults = new FaultSwitch();
    logIn = createLoginGate({ state, faults, cache: new LoginCache<LoginSuccess>(GENUINE_CACHE_TIMES) });
  });
  afterEach(async () => {
    vi.useRealTimers();
    await running.stop();
  });

  test("a login is remembered 300 seconds, whatever becomes of the mailbox, and not a second longer", async () => {
    expect(await logIn(good)).toMatchObject({ username: "ada@pasture.test" });
    delete state.mailboxes["ada@pasture.test"];
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 299_000 });
    expect(await logIn(good)).not.toBeNull();
    vi.setSystemTime(Date.now() + 2_000);
    expect(await logIn(good)).toBeNull();
  });

  test("a refused login is remembered 60 seconds for that very password", async () => {
    const wrong = { ...good, password: "secret-2" };
    expect(await logIn(wrong)).toBeNull();
    mailbox().hash = "{PLAIN}secret-2";
    expect(await logIn(wrong)).toBeNull();
    expect(await logIn(good)).toBeNull();
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 61_000 });
    expect(await logIn(wrong)).not.toBeNull();
  });

  test("with the web part away only remembered logins pass, and the refusal is not remembered", async () => {
    await logIn(good);
    faults.set({ kind: "down" });
    expect(await logIn(good)).not.toBeNull();
    expect(await logIn({ ...good, service: "smtp" })).toBeNull();
    faults.set(null);
    expect(await logIn({ ...good, service: "smtp" })).not.toBeNull();
  });

  test("a fault limited to some calls leaves logins alone", async () => {
    faults.set({ kind: "down", path: "/add/mailbox$" });
    expect(await logIn(good)).not.toBeNull();
  });

  test("the newest login of a service and address replaces the one before, failures go to the UI log", async () => {
    await logIn(good);
    await logIn({ ...good, password: "nope" });
    expect(state.logins).toMatchObject([{ username: "ada@pasture.test", service: "imap", appPasswordId: 0 }]);
    expect(state.logs.ui.at(-1)).toMatchObject({ msg: '"login_failed"' });
    expect(JSON.stringify(state.logs)).not.toContain("nope");
  });

  test("seeding the domain twice changes nothing", async () => {
    const before = JSON.stringify(state.domains);
    await seedDomain(
      { state, mail: { readUsage, removeMail: async () => {}, renameMail: async () => {} } },
      "pasture.test",
    );
    expect(JSON.stringify(state.domains)).toBe(before);
  });

  function mailbox(): MailboxRecord {
    const found = state.mailboxes["ada@pasture.test"];
    if (!found) throw new Error("ada is missing");
    return found;
  }

  function readUsage() {
    return { usedBytes: 0, messages: 0 };
  }
});
