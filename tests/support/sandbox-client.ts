import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, type SandboxOptions, startSandbox } from "@/lib/sandbox/start-sandbox";

/** A running sandbox in a folder of its own, with the calls tests make of it. */
export type TestSandbox = {
  readonly sandbox: Sandbox;
  readonly dataDir: string;
  get(path: string): Promise<unknown>;
  change(path: string, body: unknown): Promise<unknown>;
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  addMailbox(localPart: string, attributes?: Record<string, unknown>): Promise<unknown>;
  stop(): Promise<void>;
};

export async function startTestSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "sandbox-test-")));
  const sandbox = await startSandbox({ mail: "none", ...options, dataDir });
  const headers = { "X-API-Key": sandbox.apiKey, "Content-Type": "application/json" };
  const change = async (path: string, body: unknown) => {
    const init = { method: "POST", headers, body: JSON.stringify(body) };
    return parse(await (await fetch(`${sandbox.apiUrl}/api/v1/${path}`, init)).text());
  };
  return {
    sandbox,
    dataDir,
    change,
    get: async (path) =>
      parse(await (await fetch(`${sandbox.apiUrl}/api/v1/get/${path}`, { headers })).text()),
    control: async (method, path, body) => {
      const init = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const response = await fetch(`${sandbox.apiUrl}/_sandbox/${path}`, init);
      return { status: response.status, body: parse(await response.text()) };
    },
    addMailbox: (localPart, attributes = {}) =>
      change("add/mailbox", {
        local_part: localPart,
        domain: sandbox.domain,
        quota: "100",
        password: "{PLAIN}secret-1",
        password2: "{PLAIN}secret-1",
        ...attributes,
      }),
    stop: async () => {
      await sandbox.stop();
      await rm(dataDir, { recursive: true });
    },
  };
}

function parse(text: string): unknown {
  return text === "" ? "" : JSON.parse(text);
}
