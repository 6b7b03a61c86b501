import { readFileSync } from "node:fs";

export type Recording = { readonly status: number; readonly contentType: string; readonly text: string };

/** An answer of a real Mailcow, byte for byte as far as a client can tell. */
export function loadRecording(name: string): Recording {
  const file = new URL(`./mailcow-recordings/${name}.json`, import.meta.url);
  const { status, contentType, body } = JSON.parse(readFileSync(file, "utf8")).response;
  return { status, contentType, text: typeof body === "string" ? body : JSON.stringify(body) };
}
