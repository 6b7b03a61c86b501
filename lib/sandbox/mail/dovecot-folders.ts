import { createHash } from "node:crypto";
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { DovecotUnusable } from "@/lib/sandbox/mail/dovecot-unusable";

/** A user and group by number, and the user's name for Dovecot's settings. */
export type SystemUser = { readonly name: string; readonly uid: number; readonly gid: number };

export type DovecotFolders = {
  /** Configuration and sockets of this run; short, because a socket's path may have 107 bytes only. */
  readonly runtime: string;
  /** The mail, kept between runs. */
  readonly mail: string;
};

/** Debian's users whose only use is to own mail or nothing; Dovecot refuses to run mail processes as root. */
const MAIL_OWNERS = ["vmail", "mail", "nobody"];

/**
 * Run by root, Dovecot's processes are other users and must be able to walk to their folders. Where the data
 * folder lies below a private one the mail goes to a folder of its own in `/var/tmp`, named after the data folder.
 * @throws {DovecotUnusable} when that folder belongs to somebody else.
 */
export async function openDovecotFolders(dataDir: string, mailUser: SystemUser): Promise<DovecotFolders> {
  const runtime = await mkdtemp("/tmp/pasture-sandbox-");
  await chmod(runtime, 0o711);
  const mail = isRoot()
    ? await openSharedMailFolder(dataDir, mailUser)
    : await openFolder(join(dataDir, "mail"));
  return { runtime, mail };
}

export async function findMailUser(): Promise<SystemUser> {
  return isRoot() ? findFirstUser(MAIL_OWNERS) : findOwnUser();
}

export async function findUserByName(name: string): Promise<SystemUser | null> {
  const users = await readUsers();
  return users.find((user) => user.name === name) ?? null;
}

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

async function openSharedMailFolder(dataDir: string, mailUser: SystemUser): Promise<string> {
  const own = join(resolve(dataDir), "mail");
  const digest = createHash("sha256").update(resolve(dataDir)).digest("hex").slice(0, 16);
  const folder = (await isWalkable(dirname(own))) ? own : `/var/tmp/pasture-sandbox-${digest}`;
  await openFolder(folder);
  const found = await lstat(folder);
  const isTrusted = found.isDirectory() && (found.uid === 0 || found.uid === mailUser.uid);
  if (!isTrusted)
    throw new DovecotUnusable(`${folder} belongs to another user; remove it to start the sandbox`);
  await chown(folder, mailUser.uid, mailUser.gid);
  return folder;
}

async function openFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** True when every folder on the way may be entered by everybody. */
async function isWalkable(folder: string): Promise<boolean> {
  const { mode } = await stat(folder);
  if ((mode & 0o001) === 0) return false;
  return folder === dirname(folder) || isWalkable(dirname(folder));
}

async function findFirstUser(names: readonly string[]): Promise<SystemUser> {
  const users = await readUsers();
  for (const name of names) {
    const user = users.find((entry) => entry.name === name);
    if (user) return user;
  }
  throw new DovecotUnusable(`None of the users ${names.join(", ")} exists to own the sandbox's mail`);
}

async function findOwnUser(): Promise<SystemUser> {
  const users = await readUsers();
  const own = users.find((user) => user.uid === process.getuid?.());
  if (!own) throw new DovecotUnusable("The user running the sandbox has no name in /etc/passwd");
  return { ...own, gid: process.getgid?.() ?? own.gid };
}

/** The name of a group, for which Dovecot has no number. */
export async function findGroupName(gid: number): Promise<string> {
  const lines = (await readFile("/etc/group", "utf8")).split("\n");
  const name = lines.map((line) => line.split(":")).find((fields) => fields[2] === String(gid))?.[0];
  if (name === undefined) throw new DovecotUnusable(`Group ${gid} has no name in /etc/group`);
  return name;
}

async function readUsers(): Promise<SystemUser[]> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n");
  return lines.map((line) => {
    const [name = "", , uid, gid] = line.split(":");
    return { name, uid: Number(uid), gid: Number(gid) };
  });
}
