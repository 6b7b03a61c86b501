import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

/** One call to a genuine Mailcow and its answer, as recorded. */
export type Recording = {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
  };
  readonly response: { readonly status: number; readonly contentType: string; readonly body: unknown };
};

export async function readRecording(name: string): Promise<Recording> {
  const file = fileURLToPath(new URL(`mailcow-recordings/${name}.json`, import.meta.url));
  return JSON.parse(await readFile(file, "utf8")) as Recording;
}

type Target = { readonly apiUrl: string; readonly apiKey: string };

/** Sends the recorded request to the sandbox with the sandbox's own key in the recorded one's place. */
export async function replayRecording(target: Target, { request }: Recording) {
  const isForm = /urlencoded/.test(request.headers["Content-Type"] ?? "");
  const isRaw = isForm || typeof request.body === "string";
  const isJsonText =
    /^application\/json$/.test(request.headers["Content-Type"] ?? "") && isJsonValue(request);
  const body = isRaw && !isJsonText ? String(request.body) : JSON.stringify(request.body);
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      value.replace(/<(rw-)?key>/, target.apiKey),
    ]),
  );
  const hasBody = request.body !== null && request.method !== "GET" && request.method !== "HEAD";
  const response = await fetch(target.apiUrl + request.path, {
    method: request.method,
    headers,
    ...(hasBody ? { body: Buffer.from(body) } : {}),
  });
  return {
    status: response.status,
    contentType: response.headers.get("content-type"),
    body: parse(await response.text()),
  };
}

/** A recorded body is text both for a JSON string such as `"d4@hash.test"` and for malformed JSON. */
function isJsonValue(request: Recording["request"]): boolean {
  return typeof request.body === "string" && /^\S+@\S+$/.test(request.body);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const VARYING_KEYS = new Set([
  "created",
  "modified",
  "passwd_update",
  "last_imap_login",
  "last_smtp_login",
  "last_pop3_login",
  "last_sso_login",
  "pubkey",
  "dkim_txt",
  "validity",
  "id",
  "password",
  "started_at",
  "image",
  "uptime",
  "system_time",
]);

/** Replaces what differs from server to server (times, keys, ids) by the kind of value it is. */
export function maskVarying(value: unknown): unknown {
  if (Array.isArray(value)) {
    const isAliasAdded = value[0] === "alias_added";
    return value.map((entry, index) => (isAliasAdded && index === 2 ? typeof entry : maskVarying(entry)));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, entry]) => [
    key,
    VARYING_KEYS.has(key) && !Array.isArray(entry) ? kindOf(key, entry) : maskVarying(entry),
  ]);
  return Object.fromEntries(entries);
}

function kindOf(key: string, value: unknown): string {
  if (key === "password" && value === "*") return "hidden";
  if (key === "modified" || value === null) return "time or null";
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(String(value))) return "server time";
  return typeof value;
}
