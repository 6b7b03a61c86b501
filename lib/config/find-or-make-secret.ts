import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readTextIfPresent } from "./read-environment";

/**
 * A secret of this installation: read from `DATA_DIR/secrets/<name>`, or made there (0600 in a 0700 folder) on first
 * start. Safe when several processes start at once: the file appears whole or not at all, and the first one wins.
 */
export function findOrMakeSecret(dataDir: string, name: string, make: () => string): string {
  const folder = join(dataDir, "secrets");
  const path = join(folder, name);
  const existing = readTextIfPresent(path);
  if (existing) return existing;
  // The data folder itself stays open to enter: the database in it runs as another user.
  mkdirSync(dataDir, { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomBytes(6).toString("hex")}`;
  writeFileSync(draft, `${make()}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  const made = readTextIfPresent(path);
  if (!made)
    throw new Error(
      `The secret file ${path} is empty: restore it from a backup, or remove it to make a new one.`,
    );
  return made;
}
