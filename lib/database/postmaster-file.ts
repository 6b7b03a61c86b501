import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { join } from "node:path";
import { isAlive } from "@/lib/config/hold-lock-file";
import { readTextIfPresent } from "@/lib/config/read-environment";

/** What a running server writes about itself (PostgreSQL, src/include/utils/pidfile.h). */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly status: string;
}

const PORT_LINE = 3;
const STATUS_LINE = 7;

/** Null when no server runs or one has only begun to start. */
export function readPostmasterFile(cluster: string): PostmasterFile | null {
  const lines = readTextIfPresent(postmasterPath(cluster))?.split("\n") ?? [];
  const pid = Number(lines[0]);
  const port = Number(lines[PORT_LINE]);
  if (!Number.isInteger(pid) || !Number.isInteger(port) || pid <= 0 || port <= 0) return null;
  return { pid, port, status: lines[STATUS_LINE]?.trim() ?? "" };
}

/**
 * Removes the file of a dead server whose number now belongs to some other program, as happens when a container is
 * restarted: PostgreSQL would take that program for itself and refuse to start. Does nothing while any process still
 * works inside the cluster, nor where there is no /proc to tell.
 */
export function removeMisleadingPostmasterFile(cluster: string): void {
  const file = readPostmasterFile(cluster);
  if (!file || !isAlive(file.pid) || process.platform !== "linux") return;
  if (programOf(file.pid) === "postgres" || isInUse(cluster)) return;
  rmSync(postmasterPath(cluster), { force: true });
}

const postmasterPath = (cluster: string) => join(cluster, "postmaster.pid");

function programOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}

function isInUse(cluster: string): boolean {
  return readdirSync("/proc").some((name) => /^\d+$/.test(name) && workingFolderOf(name) === cluster);
}

function workingFolderOf(pid: string): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return null;
  }
}
