import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { readTextIfPresent } from "./read-environment";

const holderSchema = z.object({ pid: z.number().int(), birth: z.string().nullable(), note: z.string() });

/** The living process behind a lock file. `note` is what it wrote for others to read, such as its address. */
export interface LockHolder {
  readonly pid: number;
  readonly note: string;
}

export interface LockFile {
  /** Replaces the note others read. */
  describe(note: string): void;
  release(): void;
}

/**
 * Takes the lock file at `path`, or answers who holds it. A file whose process is gone counts as free: the process is
 * told by pid and, on Linux, its start time, because a container gives the same few pids again after every restart.
 */
export function holdLockFile(path: string, note = ""): LockFile | LockHolder {
  mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  const write = (text: string) =>
    writeFileSync(draft, `${JSON.stringify(holderOf(text))}\n`, { mode: 0o600 });
  write(note);
  try {
    for (;;) {
      if (tryLink(draft, path)) break;
      const holder = findLockHolder(path) ?? buryStale(path);
      if (holder) return holder;
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return {
    describe: (text) => writeFileSync(path, `${JSON.stringify(holderOf(text))}\n`, { mode: 0o600 }),
    release: () => rmSync(path, { force: true }),
  };
}

/** The living holder of a lock file, or null when there is none. */
export function findLockHolder(path: string): LockHolder | null {
  const text = readTextIfPresent(path);
  const parsed = holderSchema.safeParse(text === null ? null : parseJson(text));
  if (!parsed.success) return null;
  const { pid, birth, note } = parsed.data;
  return isAlive(pid) && birthOf(pid) === birth ? { pid, note } : null;
}

/** True while a process of this id runs, whoever owns it. One that has ended but was not collected does not run. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EPERM")) return false;
  }
  return readStat(pid)?.[STATE] !== "Z";
}

const holderOf = (note: string) => ({ pid: process.pid, birth: birthOf(process.pid), note });

function tryLink(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Moves a stale file out of the way. Between the look and the move another process may have replaced it with its own
 * living lock: that one is put back and its holder answered.
 */
function buryStale(path: string): LockHolder | null {
  const grave = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, grave);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
  const holder = findLockHolder(grave);
  if (holder) tryLink(grave, path);
  rmSync(grave, { force: true });
  return holder;
}

/** Positions in /proc/PID/stat (proc(5)), counted after the program's name: its state, and when it was started. */
const STATE = 0;
const START_TIME = 19;

/** Clock ticks from boot to the process's start. Null where there is no /proc. */
const birthOf = (pid: number) => readStat(pid)?.[START_TIME] ?? null;

function readStat(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
