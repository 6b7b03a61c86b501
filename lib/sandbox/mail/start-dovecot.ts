import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { connect } from "node:tls";
import { appendLog } from "@/lib/sandbox/append-log";
import { findMailbox } from "@/lib/sandbox/find-records";
import type { OpenCertificate } from "@/lib/sandbox/mail/certificate";
import { deliverByLmtp } from "@/lib/sandbox/mail/deliver-by-lmtp";
import { renderDovecotConfig } from "@/lib/sandbox/mail/dovecot-config";
import {
  type DovecotFolders,
  findGroupName,
  findMailUser,
  findUserByName,
  isRoot,
  openDovecotFolders,
  type SystemUser,
} from "@/lib/sandbox/mail/dovecot-folders";
import { endLeftoverDovecot, forgetDovecot, rememberDovecot } from "@/lib/sandbox/mail/dovecot-leftover";
import { DovecotUnusable } from "@/lib/sandbox/mail/dovecot-unusable";
import { findFreePort } from "@/lib/sandbox/mail/find-free-port";
import type { LoginGate } from "@/lib/sandbox/mail/login-gate";
import { renderLoginProgram } from "@/lib/sandbox/mail/login-program";
import { openLoginSocket } from "@/lib/sandbox/mail/login-socket";
import type { MailEngine } from "@/lib/sandbox/mail/mail-engine";
import { createMaildirStore, emptyGarbage } from "@/lib/sandbox/mail/maildir-store";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";
import { nowInSeconds } from "@/lib/sandbox/server-time";

const START_TIMEOUT_MS = 15_000;
const STOP_TIMEOUT_MS = 10_000;

export type DovecotParts = {
  readonly program: string;
  readonly dataDir: string;
  readonly host: string;
  readonly imapPort: number;
  readonly state: SandboxState;
  readonly certificate: OpenCertificate;
  readonly authenticate: LoginGate;
  readonly onLog: (line: string) => void;
};

/**
 * Runs a private Dovecot, as root or as an ordinary user. Resolves once IMAPS takes connections; stopping waits
 * until every process of it is gone.
 * @throws {DovecotUnusable} when Dovecot ends or is not ready within 15 seconds; the reason is in its log lines.
 */
export async function startDovecot(parts: DovecotParts): Promise<MailEngine> {
  await endLeftoverDovecot(parts.dataDir);
  const imapPort = await findFreePort(parts.host, parts.imapPort);
  const mailUser = await findMailUser();
  const folders = await openDovecotFolders(parts.dataDir, mailUser);
  await emptyGarbage(folders.mail);
  const store = createMaildirStore(folders.mail);
  const loginSocket = await openLoginSocket({
    path: join(folders.runtime, "login"),
    owner: isRoot() ? await findUserByName("dovecot") : null,
    authenticate: parts.authenticate,
    findUser: (username) => findMailbox(parts.state, username),
    mailUser,
    homeOf: store.homeOf,
  });
  const configFile = await writeFiles(parts, folders, mailUser, imapPort);
  const child = spawn(parts.program, ["-F", "-c", configFile], { stdio: ["ignore", "ignore", "pipe"] });
  child.on("error", (error) => parts.onLog(`dovecot: ${error.message}`));
  followLog(parts, child);
  await rememberDovecot(parts.dataDir, child.pid ?? 0, folders.runtime);
  const stop = async () => {
    await endProcess(child);
    await new Promise((resolve) => loginSocket.close(resolve));
    await rm(folders.runtime, { recursive: true, force: true });
    await forgetDovecot(parts.dataDir);
  };
  try {
    await waitUntilReady(child, parts.host, imapPort);
  } catch (error) {
    await stop();
    throw error;
  }
  const lmtpSocket = join(folders.runtime, "run", "lmtp");
  return {
    name: "dovecot",
    imapPort,
    store,
    mailFolder: folders.mail,
    deliver: (envelope, message) => deliverByLmtp(lmtpSocket, envelope, message),
    stop,
  };
}

async function writeFiles(
  parts: DovecotParts,
  folders: DovecotFolders,
  mailUser: SystemUser,
  imapPort: number,
): Promise<string> {
  const loginProgram = join(folders.runtime, "login-program");
  const configFile = join(folders.runtime, "dovecot.conf");
  const soleUser = isRoot() ? null : { ...mailUser, groupName: await findGroupName(mailUser.gid) };
  const { certificateFile, keyFile } = parts.certificate;
  const config = renderDovecotConfig({
    folders,
    host: parts.host,
    imapPort,
    certificateFile,
    keyFile,
    loginProgram,
    soleUser,
  });
  await writeFile(loginProgram, renderLoginProgram(join(folders.runtime, "login")), { mode: 0o755 });
  await writeFile(configFile, config, { mode: 0o644 });
  return configFile;
}

/** Dovecot writes `imap-login: Info: Login: user=<…>`; Mailcow's API shows it as program and message. */
function followLog(parts: DovecotParts, child: ChildProcess): void {
  if (!child.stderr) return;
  createInterface({ input: child.stderr }).on("line", (line) => {
    const message = line.trim().replace(": Info: ", ": ");
    const priority = / (Error|Fatal|Panic): /.test(message) ? "err" : "info";
    const time = String(nowInSeconds());
    appendLog(parts.state, "dovecot", { time, program: "dovecot", priority, message });
    if (priority === "err") parts.onLog(`dovecot: ${message}`);
  });
}

async function waitUntilReady(child: ChildProcess, host: string, port: number): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (child.pid === undefined) throw new DovecotUnusable("Dovecot could not be started");
    if (child.exitCode !== null)
      throw new DovecotUnusable(`Dovecot ended at once with code ${child.exitCode}`);
    if (await isGreeting(host, port)) return;
    await setTimeout(20);
  }
  throw new DovecotUnusable(`Dovecot was not ready within ${START_TIMEOUT_MS / 1000} s`);
}

/** The greeting, not the open port: a login process that is stopped before it is complete hangs for seconds. */
function isGreeting(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    // The certificate is our own and nothing is said on this connection.
    const socket = connect({ host, port, rejectUnauthorized: false });
    const finish = (isReady: boolean) => {
      socket.destroy();
      resolve(isReady);
    };
    socket.setTimeout(START_TIMEOUT_MS, () => finish(false));
    socket.once("data", (greeting) => finish(greeting.toString().startsWith("* OK")));
    socket.once("error", () => finish(false));
    socket.once("close", () => finish(false));
  });
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const isEnded = await Promise.race([
    ended.then(() => true),
    setTimeout(STOP_TIMEOUT_MS, false, { ref: false }),
  ]);
  if (!isEnded) {
    child.kill("SIGKILL");
    await ended;
  }
}
