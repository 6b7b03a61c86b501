import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { holdLockFile } from "@/lib/config/hold-lock-file";
import { makeCluster, readServerPassword, SERVER_USER } from "./make-cluster";
import { readPostmasterFile } from "./postmaster-file";
import { findServerBinaries } from "./server-binaries";
import { chooseServerPlace, type ServerPlace } from "./server-place";
import { joinServer, type Presence } from "./server-presence";
import { startServer, stopServer } from "./start-server";

export interface EmbeddedServer {
  /** Of the database `pasture`; the same as long as this process holds the server, across its restarts too. */
  readonly url: string;
  /** Leaves; the last process to leave stops the server. Safe to call twice. */
  close(): Promise<void>;
}

export interface EmbeddedServerOptions {
  readonly dataDir: string;
  /** Receives a sentence when something happens that an operator may want to know. */
  readonly log: (line: string) => void;
}

const JOIN_DEADLINE_MS = 90_000;
const POLL_MS = 50;
const RESTART_PAUSE_MS = 1_000;

/**
 * The real PostgreSQL of this installation, started if it is not running and joined if it is. Any number of processes
 * may hold it at once. While held it is kept running: when it dies, a holder starts it again on the same port.
 * Throws when there are no binaries for this machine or the server cannot start, with the end of its log.
 */
export async function openEmbeddedServer({ dataDir, log }: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const place = chooseServerPlace(dataDir, await findServerBinaries(), log);
  const first = await startOrJoin(place, null);
  const { port, url } = first;
  let presence: Presence | null = first;
  let isClosed = false;
  let recovery: Promise<void> = Promise.resolve();

  watch(first);
  return { url, close };

  function watch(held: Presence): void {
    held.onLost(() => {
      presence = null;
      if (!isClosed) recovery = recover();
    });
  }

  async function recover(): Promise<void> {
    log("PostgreSQL has stopped unexpectedly and is started again");
    while (!isClosed && presence === null) {
      try {
        presence = await startOrJoin(place, port);
        watch(presence);
        log("PostgreSQL runs again");
      } catch (error) {
        log(
          `PostgreSQL could not be started again: ${error instanceof Error ? error.message : "unknown reason"}`,
        );
        await wait(RESTART_PAUSE_MS);
      }
    }
  }

  async function close(): Promise<void> {
    if (isClosed) return;
    isClosed = true;
    await recovery;
    if (presence) await leave(place, presence);
  }
}

/** Whoever finds no server takes the start lock and starts one; everybody else waits and joins. */
async function startOrJoin(place: ServerPlace, port: number | null): Promise<Presence> {
  const deadline = Date.now() + JOIN_DEADLINE_MS;
  while (Date.now() < deadline) {
    const presence = (await tryJoin(place)) ?? (await tryStart(place, port));
    if (presence) return presence;
    await wait(POLL_MS);
  }
  throw new Error(`The embedded PostgreSQL in ${place.cluster} neither runs nor lets itself be started.`);
}

async function tryJoin(place: ServerPlace): Promise<Presence | null> {
  const file = readPostmasterFile(place.cluster);
  return file?.status === "ready" ? joinServer(file.port, credentialsOf(place)) : null;
}

async function tryStart(place: ServerPlace, port: number | null): Promise<Presence | null> {
  const lock = holdLockFile(join(place.folder, "start.lock"));
  if (!("release" in lock)) return null;
  try {
    // Between the look and the lock another process may have started it.
    const running = await tryJoin(place);
    if (running) return running;
    if (isStopping(place)) return null;
    await makeCluster(place);
    return await joinServer(await startServer(place, port), credentialsOf(place));
  } finally {
    lock.release();
  }
}

/** A server on its way out removes its own file; starting over it would fail. */
function isStopping(place: ServerPlace): boolean {
  return readPostmasterFile(place.cluster)?.status === "stopping";
}

async function leave(place: ServerPlace, presence: Presence): Promise<void> {
  const isLast = await presence.leave();
  if (isLast) await stopServer(place);
  await presence.end();
}

const credentialsOf = (place: ServerPlace) => ({ user: SERVER_USER, password: readServerPassword(place) });
