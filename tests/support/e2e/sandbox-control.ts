import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { RecordedCall } from "@/lib/sandbox/call-recorder";
import type { SandboxFault } from "@/lib/sandbox/fault";
import type { PortalUnderTest } from "./portal-under-test";

/** What Mailcow has no call for: going wrong on demand, counting calls, mail from outside. */
export interface SandboxControl {
  setFault(fault: SandboxFault): Promise<void>;
  clearFault(): Promise<void>;
  listCalls(): Promise<readonly RecordedCall[]>;
  forgetCalls(): Promise<void>;
  /** As if the mail server's administrator had made it. */
  makeForeignMailbox(address: string): Promise<void>;
  addDomain(domain: string): Promise<void>;
  /** As if its administrator had revoked them: the portal can no longer read the mailbox. */
  revokeAppPasswords(address: string): Promise<void>;
  /** Addresses of the mailboxes there are in Mailcow. */
  listMailboxes(): Promise<readonly string[]>;
  deliver(message: { readonly to: string; readonly subject: string }): Promise<void>;
}

export function controlSandbox({
  apiUrl,
  dataDir,
}: Pick<PortalUnderTest, "apiUrl" | "dataDir">): SandboxControl {
  const ask = (method: string, path: string, body?: unknown) => call(method, `_sandbox/${path}`, body);
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(`${apiUrl}/${path}`, {
      method,
      headers: { "X-API-Key": readSandboxKey(dataDir), "Content-Type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    setFault: async (fault) => void (await ask("POST", "fault", fault)),
    clearFault: async () => void (await ask("DELETE", "fault")),
    listCalls: async () => (await ask("GET", "calls")) as readonly RecordedCall[],
    forgetCalls: async () => void (await ask("DELETE", "calls")),
    makeForeignMailbox: async (address) => void (await ask("POST", "mailboxes", { address })),
    addDomain: async (domain) => void (await call("POST", "api/v1/add/domain", { domain, active: "1" })),
    revokeAppPasswords: async (address) => {
      const list = (await call("GET", `api/v1/get/app-passwd/all/${address}`)) as readonly { id: number }[];
      const ids = list.map(({ id }) => String(id));
      await call("POST", "api/v1/delete/app-passwd", ids);
      await ask("DELETE", "login-cache");
    },
    listMailboxes: async () => {
      const { mailboxes } = (await ask("GET", "mailboxes")) as { mailboxes: { address: string }[] };
      return mailboxes.map(({ address }) => address);
    },
    deliver: async (message) => void (await ask("POST", "messages", message)),
  };
}

export function readSandboxKey(dataDir: string): string {
  return readFileSync(join(dataDir, "sandbox", "connection-key"), "utf8").trim();
}
