import type { Attributes } from "@/lib/sandbox/api/call-report";

/** What came over the wire, before any meaning. */
export type WireCall = {
  readonly method: string;
  readonly url: URL;
  readonly contentType: string;
  readonly body: string;
  readonly remoteAddress: string;
};

/** Attributes and items as far as the body has them; `undefined` marks what it lacks. */
export type CallInput = {
  readonly attributes: Attributes | undefined;
  readonly items: unknown;
  readonly hasItems: boolean;
};

export type InvalidJson = "invalid-json";

/** JSON bodies are laid out per action; form bodies carry JSON in `attr` and `items`. */
export function readCallInput(action: string, call: WireCall): CallInput | InvalidJson {
  const type = call.contentType.toLowerCase();
  if (type.startsWith("application/json")) return readJsonInput(action, call.body);
  if (type.startsWith("application/x-www-form-urlencoded")) return readFormInput(call.body);
  return { attributes: undefined, items: undefined, hasItems: false };
}

function readJsonInput(action: string, body: string): CallInput | InvalidJson {
  const decoded = decodeJson(body);
  if (decoded === null) return action === "get" ? noInput : "invalid-json";
  if (action === "delete") return { attributes: undefined, items: castToArray(decoded), hasItems: true };
  const fields = castToAttributes(decoded);
  if (action !== "edit") return { attributes: fields, items: undefined, hasItems: false };
  return { attributes: castToAttributes(fields.attr), items: castToArray(fields.items), hasItems: true };
}

function readFormInput(body: string): CallInput {
  const form = new URLSearchParams(body);
  const attr = form.get("attr");
  const items = form.get("items");
  return {
    attributes: attr === null ? undefined : castToAttributes(decodeJson(attr)),
    items: items === null ? undefined : castToArray(decodeJson(items)),
    hasItems: items !== null,
  };
}

/** PHP's json_decode gives null for what it cannot read. */
function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** `(array)`: a scalar becomes a list of one; lists and objects stay as they are, also in the echo. */
function castToArray(value: unknown): unknown {
  if (value === null || value === undefined) return [];
  return typeof value === "object" ? value : [value];
}

function castToAttributes(value: unknown): Attributes {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

const noInput: CallInput = { attributes: undefined, items: undefined, hasItems: false };
