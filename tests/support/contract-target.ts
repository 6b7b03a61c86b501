import { randomBytes } from "node:crypto";
import { createMailcowClient, type MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { deleteMailbox, listMailboxes, type NewMailbox } from "@/lib/mailcow/mailboxes";
import { normaliseApiUrl } from "@/lib/mailcow/normalise-api-url";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { startSandbox } from "@/lib/sandbox/start-sandbox";
import { makeTestFolder } from "@/tests/support/test-folder";

export type RawAnswer = {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** Undefined when the text is no JSON. */
  readonly json: unknown;
  /** `[type, first element of msg]` of each result. */
  readonly results: readonly (readonly [type: string, key: unknown])[];
};

export type RawCall = {
  readonly method?: string;
  /** JSON unless it is text already. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ContractTarget = {
  readonly kind: "sandbox" | "mailcow";
  readonly client: MailcowClient;
  /** A domain of the run's own, with room for 200 mailboxes; 2048 MiB each, 100 by default. */
  readonly domain: string;
  /** A mailbox nobody has, ready for `addMailbox`. */
  newMailbox(): NewMailbox & { readonly address: string };
  /** A call as no client of ours would make it. The path is what follows `/api/v1/`. */
  raw(path: string, call?: RawCall): Promise<RawAnswer>;
  close(): Promise<void>;
};

const DOMAIN_LIMITS = {
  mailboxes: "200",
  aliases: "200",
  defquota: "100",
  maxquota: "2048",
  quota: "102400",
};

/**
 * The server whose behaviour is tested: the Mailcow of `MAILCOW_CONTRACT_URL` and `MAILCOW_CONTRACT_KEY` where both
 * are set, else a sandbox. Works only inside a domain made for this run, which `close` removes.
 */
export async function openContractTarget(): Promise<ContractTarget> {
  const { MAILCOW_CONTRACT_URL: url, MAILCOW_CONTRACT_KEY: key } = process.env;
  if (url !== undefined && key !== undefined) {
    return openTarget("mailcow", url, key, async () => undefined);
  }
  const folder = makeTestFolder();
  const sandbox = await startSandbox({ dataDir: folder.path, apiPort: 0, mail: "none" });
  return openTarget("sandbox", sandbox.apiUrl, sandbox.apiKey, async () => {
    await sandbox.stop();
    folder.remove();
  });
}

async function openTarget(
  kind: ContractTarget["kind"],
  url: string,
  apiKey: string,
  release: () => Promise<void>,
): Promise<ContractTarget> {
  const client = createMailcowClient({ baseUrl: url, apiKey });
  const domain = `pasture-${randomBytes(5).toString("hex")}.test`;
  const raw = (path: string, call: RawCall = {}) => callRaw(`${normaliseApiUrl(url)}/${path}`, apiKey, call);
  const made = await raw("add/domain", { body: { domain, active: "1", ...DOMAIN_LIMITS } });
  if (!made.results.some(([type, code]) => type === "success" && code === "domain_added")) {
    throw new Error(`the contract domain could not be made: HTTP ${made.status} ${made.text.slice(0, 300)}`);
  }
  return {
    kind,
    client,
    domain,
    newMailbox: () => describeNewMailbox(domain),
    raw,
    close: async () => {
      await removeDomain(client, domain, raw);
      await client.close();
      await release();
    },
  };
}

function describeNewMailbox(domain: string): NewMailbox & { readonly address: string } {
  const localPart = `c-${randomBytes(5).toString("hex")}`;
  return {
    address: `${localPart}@${domain}`,
    localPart,
    domain,
    displayName: "Contract",
    passwordHash: hashMachinePassword(randomBytes(32).toString("hex")),
    quotaMiB: 10,
    attributeHash: `marker-${localPart}`,
    tags: ["contract"],
    tlsEnforced: false,
    forcePasswordUpdate: false,
  };
}

async function removeDomain(
  client: MailcowClient,
  domain: string,
  raw: ContractTarget["raw"],
): Promise<void> {
  const { mailboxes } = await listMailboxes(client, domain);
  for (const { address } of mailboxes) {
    await deleteMailbox(client, address);
  }
  await raw("delete/domain", { body: [domain] });
}

async function callRaw(url: string, apiKey: string, call: RawCall): Promise<RawAnswer> {
  const method = call.method ?? (call.body === undefined ? "GET" : "POST");
  const response = await fetch(url, {
    method,
    headers: {
      "X-API-Key": apiKey,
      ...(call.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...call.headers,
    },
    ...(call.body === undefined
      ? {}
      : { body: typeof call.body === "string" ? call.body : JSON.stringify(call.body) }),
  });
  const text = await response.text();
  const json = parse(text);
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "",
    text,
    json,
    results: Array.isArray(json)
      ? json.map(({ type, msg }) => [type, Array.isArray(msg) ? msg[0] : msg])
      : [],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
