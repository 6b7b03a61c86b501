import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { childEnvironment } from "@/lib/config/child-environment";
import { isAlive } from "@/lib/config/hold-lock-file";
import { findFreePort } from "./free-port";
import { readPostmasterFile, removeMisleadingPostmasterFile } from "./postmaster-file";
import { runProgram } from "./run-program";
import type { ServerPlace } from "./server-place";

/** Tried first, so that an operator finds the database where it was yesterday. */
const USUAL_PORT = 54329;

/** Long enough for crash recovery of a large log, and for the children of a killed server to leave. */
const START_DEADLINE_MS = 60_000;
const STOP_DEADLINE_MS = 20_000;
const POLL_MS = 25;
const RETRY_MS = 250;

/** `fsync` and `synchronous_commit` keep their defaults: an acknowledged transaction survives a power cut. */
const SERVER_OPTIONS = [
  "listen_addresses=127.0.0.1",
  "unix_socket_directories=",
  "shared_buffers=64MB",
  "max_connections=100",
  "timezone=UTC",
  "log_timezone=UTC",
].flatMap((option) => ["-c", option]);

/**
 * Starts the server and returns its port once it answers. The server outlives this process on purpose: others may have
 * joined it. Retries while the children of a killed server are still leaving or the port was taken meanwhile.
 * A preferred port that is taken for good gives way to a free one.
 */
export async function startServer(place: ServerPlace, preferredPort: number | null): Promise<number> {
  const deadline = Date.now() + START_DEADLINE_MS;
  for (;;) {
    removeMisleadingPostmasterFile(place.cluster);
    const port = await findFreePort(preferredPort ?? USUAL_PORT);
    if (await launch(place, port, deadline)) return port;
    const complaint = readLogTail(place);
    if (Date.now() > deadline || !isPassing(complaint)) {
      throw new Error(
        `The embedded PostgreSQL did not start. Its log, ${logPath(place)}, ends with:\n${complaint}`,
      );
    }
    await wait(RETRY_MS);
  }
}

/**
 * Disconnects everybody (a "fast" shutdown) and waits for this very process: pg_ctl's own waiting would take a server
 * started right after for the one that should stop.
 */
export async function stopServer(place: ServerPlace): Promise<void> {
  const running = readPostmasterFile(place.cluster);
  if (!running) return;
  await runProgram(place.binaries.pgCtl, ["stop", "-D", place.cluster, "-m", "fast", "-W", "-s"], place.user);
  const deadline = Date.now() + STOP_DEADLINE_MS;
  while (isAlive(running.pid)) {
    if (Date.now() > deadline)
      throw new Error(`The embedded PostgreSQL (process ${running.pid}) does not stop.`);
    await wait(POLL_MS);
  }
}

async function launch(place: ServerPlace, port: number, deadline: number): Promise<boolean> {
  const log = openSync(logPath(place), "w", 0o600);
  const child = spawn(place.binaries.postgres, ["-D", place.cluster, "-p", String(port), ...SERVER_OPTIONS], {
    ...place.user,
    cwd: place.cluster,
    env: childEnvironment("tool"),
    stdio: ["ignore", log, log],
    // A group of its own: Ctrl-C in the terminal must reach the portal, not its database.
    detached: true,
  });
  closeSync(log);
  let hasEnded = false;
  child.once("exit", () => {
    hasEnded = true;
  });
  child.once("error", () => {
    hasEnded = true;
  });
  child.unref();
  while (!hasEnded && Date.now() < deadline) {
    const file = readPostmasterFile(place.cluster);
    if (file?.pid === child.pid && file?.status === "ready") return true;
    await wait(POLL_MS);
  }
  return false;
}

/** Failures that pass by themselves: a predecessor's children still leaving, or a port taken since we looked. */
function isPassing(complaint: string): boolean {
  return /already exists|still in use|Address already in use|is being used/i.test(complaint);
}

const LOG_TAIL = 2_000;
const logPath = (place: ServerPlace) => join(place.folder, "server.log");
const readLogTail = (place: ServerPlace) => readFileSync(logPath(place), "utf8").slice(-LOG_TAIL).trim();
