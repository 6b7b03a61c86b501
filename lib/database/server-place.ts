import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { readTextIfPresent } from "@/lib/config/read-environment";
import { binariesIn, type ServerBinaries } from "./server-binaries";

/** Where one embedded server lives and as whom it runs. */
export interface ServerPlace {
  /** Ours: password, lock and log. */
  readonly folder: string;
  /** PostgreSQL's: the cluster. Does not exist before the first start. */
  readonly cluster: string;
  readonly binaries: ServerBinaries;
  /** The user PostgreSQL runs as; null = the one we are. */
  readonly user: ServerUser | null;
}

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

const NOBODY: ServerUser = { uid: 65534, gid: 65534 };
const SYSTEM_FOLDER = "/var/lib/pasture";

/**
 * Decides where the cluster lives. PostgreSQL refuses root, so root steps down to the cluster's owner, `nobody` for a
 * new one. When that user cannot enter the data folder or `node_modules` (a project below /root), cluster and binaries
 * move to /var/lib/pasture; `DATA_DIR/postgres/location` remembers it.
 */
export function chooseServerPlace(
  dataDir: string,
  binaries: ServerBinaries,
  log: (line: string) => void,
): ServerPlace {
  const folder = join(dataDir, "postgres");
  const remembered = readTextIfPresent(join(folder, "location"));
  const inside = join(folder, "cluster");
  mkdirSync(folder, { recursive: true });
  if (process.getuid?.() !== 0) {
    const cluster = remembered ? join(remembered, "cluster") : inside;
    refuseForeignCluster(cluster);
    return { folder, cluster, binaries, user: null };
  }
  const moved = remembered ?? (canReach(folder, binaries, inside) ? null : outsidePlace(dataDir));
  if (moved === null) return { folder, cluster: inside, binaries, user: ownerOf(inside) ?? NOBODY };
  if (!remembered) {
    log(
      `PostgreSQL cannot run as root and nobody else can enter ${dataDir}: the database is kept in ${moved}`,
    );
    mkdirSync(moved, { recursive: true, mode: 0o755 });
    writeFileSync(join(folder, "location"), `${moved}\n`);
  }
  const cluster = join(moved, "cluster");
  return { folder, cluster, binaries: copyBinaries(binaries, moved), user: ownerOf(cluster) ?? NOBODY };
}

/** Gives a path to the user PostgreSQL runs as. */
export function giveTo(user: ServerUser | null, path: string): void {
  if (user) chownSync(path, user.uid, user.gid);
}

function outsidePlace(dataDir: string): string {
  return join(SYSTEM_FOLDER, createHash("sha256").update(dataDir).digest("hex").slice(0, 16));
}

function ownerOf(cluster: string): ServerUser | null {
  if (!existsSync(cluster)) return null;
  const { uid, gid } = statSync(cluster);
  return uid === 0 ? null : { uid, gid };
}

function refuseForeignCluster(cluster: string): void {
  const owner = ownerOf(cluster);
  const me = process.getuid?.();
  if (owner === null || me === undefined || owner.uid === me) return;
  throw new Error(
    `The database in ${cluster} belongs to user ${owner.uid}, and this is user ${me}. Run as that user or as root, or set DATA_DIR to a folder of your own.`,
  );
}

function canReach(folder: string, binaries: ServerBinaries, cluster: string): boolean {
  const user = ownerOf(cluster) ?? NOBODY;
  return canEnter(folder, user) && canEnter(dirname(binaries.postgres), user);
}

const OTHERS_MAY_ENTER = 0o001;
const GROUP_MAY_ENTER = 0o010;
const OWNER_MAY_ENTER = 0o100;

/** Walks up: entering a folder needs the execute bit on it and on every folder above. */
function canEnter(folder: string, user: ServerUser): boolean {
  const { uid, gid, mode } = statSync(folder);
  const bit = uid === user.uid ? OWNER_MAY_ENTER : gid === user.gid ? GROUP_MAY_ENTER : OTHERS_MAY_ENTER;
  if ((mode & bit) === 0) return false;
  const parent = dirname(folder);
  return parent === folder || canEnter(parent, user);
}

/** Copied once per version; a copy that was cut short is not used, because the last step is the rename. */
function copyBinaries(original: ServerBinaries, place: string): ServerBinaries {
  const version = createHash("sha256")
    .update(`${statSync(original.postgres).size}`)
    .digest("hex")
    .slice(0, 8);
  const target = join(place, `postgresql-${version}`);
  if (!existsSync(target)) {
    const draft = `${target}.${process.pid}`;
    rmSync(draft, { recursive: true, force: true });
    cpSync(original.folder, draft, { recursive: true, verbatimSymlinks: true });
    if (existsSync(target)) rmSync(draft, { recursive: true, force: true });
    else renameSync(draft, target);
  }
  return binariesIn(target, original);
}
