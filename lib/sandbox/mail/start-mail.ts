import { join } from "node:path";
import { type OpenCertificate, openCertificate } from "@/lib/sandbox/mail/certificate";
import type { OutsideMessage } from "@/lib/sandbox/mail/deliver-message";
import { deliverOutsideMessage } from "@/lib/sandbox/mail/deliver-message";
import { DovecotUnusable } from "@/lib/sandbox/mail/dovecot-unusable";
import { findDovecot } from "@/lib/sandbox/mail/find-dovecot";
import type { LoginGate } from "@/lib/sandbox/mail/login-gate";
import type { MailEngine } from "@/lib/sandbox/mail/mail-engine";
import type { MailStore, MailUsage } from "@/lib/sandbox/mail/mail-store";
import { RememberedUsage } from "@/lib/sandbox/mail/remembered-usage";
import { startDovecot } from "@/lib/sandbox/mail/start-dovecot";
import { startMemoryImap } from "@/lib/sandbox/mail/start-memory-imap";
import { startSubmission } from "@/lib/sandbox/mail/start-submission";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

/** `auto` is Dovecot where it is installed and runs, else the engine in this process. */
export type MailChoice = "auto" | "dovecot" | "memory" | "none";

export type MailParts = {
  readonly choice: MailChoice;
  readonly dataDir: string;
  /** In the form of PATH. */
  readonly searchPath: string;
  readonly host: string;
  readonly imapPort: number;
  readonly smtpPort: number;
  readonly state: SandboxState;
  readonly authenticate: LoginGate;
  readonly onLog: (line: string) => void;
};

export type RunningMail = {
  readonly store: MailStore;
  readonly imap: {
    readonly host: string;
    readonly port: number;
    readonly engine: "dovecot" | "memory";
  } | null;
  readonly smtp: { readonly host: string; readonly port: number } | null;
  readonly authorityFile: string | null;
  /** Where Dovecot's mail lies, which is not always the data folder. */
  readonly mailFolder: string | null;
  readonly setUsage: ((username: string, usage: MailUsage) => void) | null;
  readonly deliver: ((message: OutsideMessage) => Promise<void>) | null;
  stop(): Promise<void>;
};

/**
 * Starts the chosen engine with submission before it.
 * @throws when Dovecot was asked for and is not installed.
 */
export async function startMail(parts: MailParts): Promise<RunningMail> {
  if (parts.choice === "none") return runWithoutMail();
  const certificate = await openCertificate(join(parts.dataDir, "certificates"));
  const engine = await startEngine(parts, certificate);
  try {
    const submission = await startSubmission({ ...parts, port: parts.smtpPort, engine, certificate });
    return {
      store: engine.store,
      imap: { host: parts.host, port: engine.imapPort, engine: engine.name },
      smtp: { host: parts.host, port: submission.port },
      authorityFile: certificate.authorityFile,
      mailFolder: engine.mailFolder,
      setUsage: null,
      deliver: (message) => deliverOutsideMessage(parts.state, engine, message),
      stop: async () => {
        await submission.stop();
        await engine.stop();
      },
    };
  } catch (error) {
    await engine.stop();
    throw error;
  }
}

async function startEngine(parts: MailParts, certificate: OpenCertificate): Promise<MailEngine> {
  const program = parts.choice === "memory" ? null : await findDovecot(parts.searchPath);
  if (program) {
    try {
      return await startDovecot({ ...parts, program, certificate });
    } catch (error) {
      if (parts.choice === "dovecot" || !(error instanceof DovecotUnusable)) throw error;
      parts.onLog(`${error.message}; mail is kept in memory instead`);
    }
  } else if (parts.choice === "dovecot") {
    throw new Error("Dovecot 2.3 is not installed on this machine");
  }
  return startMemoryImap({ ...parts, port: parts.imapPort, certificate });
}

function runWithoutMail(): RunningMail {
  const store = new RememberedUsage();
  return {
    store,
    imap: null,
    smtp: null,
    authorityFile: null,
    mailFolder: null,
    setUsage: (username, usage) => store.setUsage(username, usage),
    deliver: null,
    stop: async () => undefined,
  };
}
