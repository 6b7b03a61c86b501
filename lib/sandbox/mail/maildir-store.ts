import { readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { QUOTA_FILE } from "@/lib/sandbox/mail/dovecot-config";
import type { MailStore, MailUsage } from "@/lib/sandbox/mail/mail-store";

const GARBAGE = "_garbage";
const NOTHING: MailUsage = { usedBytes: 0, messages: 0 };

export type MaildirStore = MailStore & { homeOf(username: string): string };

/** Removed mail is kept until the sandbox starts again, as Mailcow keeps it for a time. */
export async function emptyGarbage(folder: string): Promise<void> {
  await rm(join(folder, GARBAGE), { recursive: true, force: true });
}

/** Homes below one folder. Usage is read from the file Dovecot's quota writes with every change. */
export function createMaildirStore(folder: string): MaildirStore {
  const homeOf = (username: string) => {
    const at = username.lastIndexOf("@");
    return join(folder, escapeName(username.slice(at + 1)), escapeName(username.slice(0, at)));
  };
  return {
    homeOf,
    readUsage: (username) => readQuotaFile(join(homeOf(username), QUOTA_FILE)),
    removeMail: async (username) => {
      const garbage = join(folder, GARBAGE, `${Date.now()}_${escapeName(username)}`);
      await mkdir(dirname(garbage), { recursive: true, mode: 0o700 });
      await moveIfThere(homeOf(username), garbage);
    },
    renameMail: (oldUsername, newUsername) => moveIfThere(homeOf(oldUsername), homeOf(newUsername)),
  };
}

/** Letters, digits and `+ - _ .` stand for themselves; a slash in a local part must not become a folder. */
function escapeName(name: string): string {
  return name.replace(/[^a-z0-9.+_-]/g, (sign) => `=${sign.charCodeAt(0).toString(16)}`);
}

/** Lines `priv/quota/messages`, count, `priv/quota/storage`, bytes. No file means no mail yet. */
function readQuotaFile(file: string): MailUsage {
  const lines = readLines(file);
  const valueAfter = (key: string) => Number(lines[lines.indexOf(key) + 1] ?? 0);
  if (!lines.includes("priv/quota/storage")) return NOTHING;
  return {
    usedBytes: Math.max(0, valueAfter("priv/quota/storage")),
    messages: Math.max(0, valueAfter("priv/quota/messages")),
  };
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch {
    return [];
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
