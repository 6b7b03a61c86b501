import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

const STOP_TIMEOUT_MS = 5000;

type Leftover = {
  readonly pid: number;
  readonly runtime: string;
  /** The sandbox that started it. */
  readonly ownerPid: number;
};

/** Notes which Dovecot belongs to this data folder, for the case that the sandbox is killed. */
export async function rememberDovecot(dataDir: string, pid: number, runtime: string): Promise<void> {
  const leftover: Leftover = { pid, runtime, ownerPid: process.pid };
  await writeFile(noteIn(dataDir), JSON.stringify(leftover), { mode: 0o600 });
}

export async function forgetDovecot(dataDir: string): Promise<void> {
  await rm(noteIn(dataDir), { force: true });
}

/**
 * Ends the Dovecot of a sandbox that was killed and removes its runtime folder. A process is only touched when its
 * command line names that folder, so a reused process id is safe.
 * @throws when the sandbox that started it still runs: a data folder serves one at a time.
 */
export async function endLeftoverDovecot(dataDir: string): Promise<void> {
  const note = await readFile(noteIn(dataDir), "utf8").catch(() => null);
  if (note === null) return;
  const leftover = JSON.parse(note) as Leftover;
  if (await isOwned(leftover)) {
    throw new Error(`Another sandbox (process ${leftover.ownerPid}) is using ${dataDir}`);
  }
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  while ((await isRunning(leftover)) && Date.now() < deadline) {
    process.kill(leftover.pid, "SIGTERM");
    await setTimeout(50);
  }
  if (leftover.runtime.startsWith("/tmp/pasture-sandbox-")) {
    await rm(leftover.runtime, { recursive: true, force: true });
  }
  await forgetDovecot(dataDir);
}

async function isRunning({ pid, runtime }: Leftover): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return commandLine.includes(runtime);
}

/** A process whose parent died has another parent. */
async function isOwned(leftover: Leftover): Promise<boolean> {
  if (!(await isRunning(leftover))) return false;
  const status = await readFile(`/proc/${leftover.pid}/status`, "utf8").catch(() => "");
  return new RegExp(`^PPid:\\s*${leftover.ownerPid}$`, "m").test(status);
}

function noteIn(dataDir: string): string {
  return join(dataDir, "dovecot.json");
}
