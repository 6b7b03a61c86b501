import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runProgram } from "./run-program";
import { giveTo, type ServerPlace } from "./server-place";

export const SERVER_USER = "pasture";

/** The password of the embedded server, made on first use. */
export function readServerPassword(place: ServerPlace): string {
  const path = join(place.folder, "password");
  if (!existsSync(path))
    writeFileSync(path, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" });
  return readFileSync(path, "utf8").trim();
}

/**
 * Makes the cluster if there is none. A first start that was cut short leaves nothing behind: the cluster is made
 * under another name and renamed when whole.
 */
export async function makeCluster(place: ServerPlace): Promise<void> {
  if (existsSync(place.cluster)) return refuseOtherVersion(place);
  const draft = `${place.cluster}.making`;
  const passwordFile = `${place.cluster}.password`;
  for (const path of [draft, passwordFile]) rmSync(path, { recursive: true, force: true });
  writeFileSync(passwordFile, readServerPassword(place), { mode: 0o600 });
  giveTo(place.user, passwordFile);
  try {
    // initdb fills an empty folder; made here, because the user it runs as may not write beside it.
    mkdirSync(draft, { mode: 0o700 });
    giveTo(place.user, draft);
    await runProgram(place.binaries.initdb, initdbOptions(draft, passwordFile), place.user);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(draft, place.cluster);
}

function initdbOptions(folder: string, passwordFile: string): string[] {
  const access = ["--username", SERVER_USER, "--auth", "scram-sha-256", "--pwfile", passwordFile];
  return ["-D", folder, ...access, "--encoding", "UTF8", "--locale", "C"];
}

function refuseOtherVersion(place: ServerPlace): void {
  const made = readFileSync(join(place.cluster, "PG_VERSION"), "utf8").trim();
  const ours = readFileSync(join(place.binaries.folder, "share", "postgresql", "postgres.bki"), "utf8");
  if (ours.startsWith(`# PostgreSQL ${made}\n`)) return;
  throw new Error(
    `The database in ${place.cluster} was made by PostgreSQL ${made}, and this version of Pasture brings another one. Start the earlier version and export, then import here.`,
  );
}
