import { join } from "node:path";
import { findLockHolder, holdLockFile, type LockFile } from "@/lib/config/hold-lock-file";
import { CommandFailure } from "../command-failure";

const lockPath = (dataDir: string) => join(dataDir, "portal.lock");

/** One portal a data folder: a second one is told where the first one runs. */
export function holdPortalLock(dataDir: string, url: string): LockFile {
  const lock = holdLockFile(lockPath(dataDir), url);
  if ("release" in lock) return lock;
  throw new CommandFailure(
    "already-running",
    `Pasture already runs on this data folder: ${lock.note} (process ${lock.pid}). Stop it first, or set DATA_DIR and PORT for a second one.`,
  );
}

/** The address of the portal that runs on this data folder, or null. */
export function findRunningPortal(dataDir: string): { readonly pid: number; readonly url: string } | null {
  const holder = findLockHolder(lockPath(dataDir));
  return holder && { pid: holder.pid, url: holder.note };
}
