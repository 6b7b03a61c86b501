import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ApiKeys } from "@/lib/sandbox/api/authenticate-key";

/**
 * The two keys of this sandbox, kept in `api-key` and `api-key-read-only` (mode 0600). A given key replaces the
 * stored one.
 */
export async function openApiKeys(dataDir: string, givenKey: string | undefined): Promise<ApiKeys> {
  return {
    readWrite: await openKey(join(dataDir, "api-key"), givenKey),
    readOnly: await openKey(join(dataDir, "api-key-read-only"), undefined),
  };
}

async function openKey(file: string, given: string | undefined): Promise<string> {
  const stored = await readFile(file, "utf8").catch(() => "");
  const key = given ?? (stored.trim() || inventKey());
  if (key !== stored.trim()) await writeFile(file, `${key}\n`, { mode: 0o600 });
  return key;
}

/** The form Mailcow's own UI makes: five groups of six upper-case hex digits. */
function inventKey(): string {
  return Array.from({ length: 5 }, () => randomBytes(3).toString("hex").toUpperCase()).join("-");
}
