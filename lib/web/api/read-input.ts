import { fail, type Result, succeed } from "@/lib/errors/result";
import type { RawInput, Route } from "./define-route";
import type { Refusal } from "./describe-problem";

export interface ReadInput extends RawInput {
  /** The body as it came. */
  readonly bodyText: string;
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;

/** Path, query and body of a request, still unknown. Nothing larger than the route takes is held in memory. */
export async function readInput(route: Route, request: Request): Promise<Result<ReadInput, Refusal>> {
  const url = new URL(request.url);
  const params = readPath(route.path, url.pathname);
  const query = readQuery(url.searchParams);
  if (!params.ok) return params;
  if (!query.ok) return query;
  const body = route.body ? await readJson(request, route.maxBodyBytes) : succeed({ body: {}, bodyText: "" });
  return body.ok ? succeed({ params: params.value, query: query.value, ...body.value }) : body;
}

/**
 * The values of `{name}` in the path. Taken from the URL and not from Next, which hands some of them over encoded
 * and some decoded.
 */
function readPath(template: string, pathname: string): Result<Record<string, string>, Refusal> {
  const given = pathname.split("/");
  const pairs = template.split("/").flatMap((segment, index) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    return name ? [[name, given[index] ?? ""] as const] : [];
  });
  try {
    return succeed(Object.fromEntries(pairs.map(([name, value]) => [name, decodeURIComponent(value)])));
  } catch {
    return fail({ reason: "not-found" });
  }
}

function readQuery(search: URLSearchParams): Result<Record<string, string>, Refusal> {
  const repeated = [...search.keys()].find((name) => search.getAll(name).length > 1);
  if (repeated === undefined) return succeed(Object.fromEntries(search));
  const message = "Give this parameter once.";
  return fail({ reason: "invalid-request", errors: [{ field: repeated, code: "repeated", message }] });
}

async function readJson(
  request: Request,
  maxBytes: number,
): Promise<Result<Pick<ReadInput, "body" | "bodyText">, Refusal>> {
  const bytes = await readAtMost(request, maxBytes);
  if (!bytes) return fail({ reason: "body-too-large" });
  if (bytes.length === 0) return succeed({ body: {}, bodyText: "" });
  // Without this, a form on another site could send JSON as text/plain without asking first.
  if (!JSON_TYPE.test(request.headers.get("content-type") ?? "")) {
    return fail({ reason: "unsupported-media-type" });
  }
  try {
    const bodyText = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return succeed({ body: JSON.parse(bodyText) as unknown, bodyText });
  } catch {
    return fail({ reason: "malformed-json" });
  }
}

/** Null as soon as there is more, whatever Content-Length says. */
export async function readAtMost(request: Request, limit: number): Promise<Uint8Array | null> {
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = request.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.byteLength;
    if (length > limit) {
      await reader.cancel();
      return null;
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}
