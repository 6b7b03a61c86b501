import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ApiContext } from "@/lib/sandbox/api/api-context";
import { createApiServer } from "@/lib/sandbox/api/api-server";
import { KeyGate } from "@/lib/sandbox/api/authenticate-key";
import { createLatency, type LatencyOptions } from "@/lib/sandbox/api/create-latency";
import { CallRecorder, type RecordedCall } from "@/lib/sandbox/call-recorder";
import { createControlRoutes } from "@/lib/sandbox/control-routes";
import { FaultSwitch, type SandboxFault } from "@/lib/sandbox/fault";
import { listSandboxMailboxes } from "@/lib/sandbox/list-sandbox-mailboxes";
import { GENUINE_CACHE_TIMES, LoginCache, type LoginCacheTimes } from "@/lib/sandbox/mail/login-cache";
import { createLoginGate, type LoginSuccess } from "@/lib/sandbox/mail/login-gate";
import { type MailChoice, startMail } from "@/lib/sandbox/mail/start-mail";
import { openApiKeys } from "@/lib/sandbox/open-api-keys";
import { SandboxStore } from "@/lib/sandbox/sandbox-store";
import { seedDomain } from "@/lib/sandbox/seed-domain";
import { WEBMAIL_PATH } from "@/lib/sandbox/webmail-page";

const HOST = "127.0.0.1";

export type SandboxOptions = {
  /** Created when missing; holds the state, the keys, the certificates and, where possible, the mail. */
  readonly dataDir: string;
  readonly domain?: string;
  /** 0, as for the other ports, takes any free one. */
  readonly apiPort?: number;
  readonly imapPort?: number;
  readonly smtpPort?: number;
  readonly apiKey?: string;
  readonly mail?: MailChoice;
  /** How long logins are remembered; one number for both kinds, 0 for not at all. Genuine when left out. */
  readonly authCacheSeconds?: number;
  /** Answers as slowly as a genuine server on two cores. */
  readonly latency?: boolean | LatencyOptions;
  /** For measurements: thousands of mailboxes are not written to the disk after each change, but in the end. */
  readonly savesAtEnd?: boolean;
  /** Where to look for Dovecot beside `/usr/sbin`, in the form of PATH. */
  readonly searchPath?: string;
  readonly onLog?: (line: string) => void;
};

export type Sandbox = {
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly readOnlyApiKey: string;
  readonly domain: string;
  readonly webmailUrl: string;
  readonly imap: {
    readonly host: string;
    readonly port: number;
    readonly engine: "dovecot" | "memory";
  } | null;
  readonly smtp: { readonly host: string; readonly port: number } | null;
  /** PEM; what a client has to trust for IMAP and SMTP. Null without mail. */
  readonly certificateAuthorityFile: string | null;
  /** Where Dovecot's mail lies: outside `dataDir` when root runs the sandbox below a private folder. */
  readonly mailFolder: string | null;
  setFault(fault: SandboxFault | null): void;
  calls(): readonly RecordedCall[];
  resetCalls(): void;
  listMailboxes(): ReturnType<typeof listSandboxMailboxes>;
  /** Ends remembered logins at once, which a genuine server offers nobody. */
  clearLoginCache(): void;
  stop(): Promise<void>;
};

/**
 * Starts a Mailcow look-alike on loopback: the API with all its oddities, and real IMAP and SMTP behind it.
 * Everything it was told survives a restart with the same `dataDir`; one process at a time may use it.
 * @throws when a given port is taken or the mail engine that was asked for is not there.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const domain = options.domain ?? "pasture.test";
  const onLog = options.onLog ?? (() => undefined);
  await mkdir(options.dataDir, { recursive: true, mode: 0o711 });
  const keys = await openApiKeys(options.dataDir, options.apiKey);
  const store = await SandboxStore.open(join(options.dataDir, "state.json"), {
    savesAtEnd: options.savesAtEnd ?? false,
  });
  const faults = new FaultSwitch();
  const recorder = new CallRecorder();
  const loginCache = new LoginCache<LoginSuccess>(readCacheTimes(options.authCacheSeconds));
  const mail = await startMail({
    choice: options.mail ?? "auto",
    dataDir: options.dataDir,
    searchPath: options.searchPath ?? "",
    host: HOST,
    imapPort: options.imapPort ?? 0,
    smtpPort: options.smtpPort ?? 0,
    state: store.state,
    authenticate: createLoginGate({ state: store.state, faults, cache: loginCache }),
    onLog,
  });
  const context: ApiContext = { state: store.state, mail: mail.store };
  const gate = new KeyGate(keys);
  const server = createApiServer({
    context,
    store,
    gate,
    faults,
    recorder,
    control: createControlRoutes({
      context,
      store,
      faults,
      recorder,
      loginCache,
      setUsage: mail.setUsage,
      deliver: mail.deliver,
      describe: () => ({
        domain,
        imap: mail.imap,
        smtp: mail.smtp,
        certificateAuthorityFile: mail.authorityFile,
      }),
    }),
    latency: options.latency ? createLatency(options.latency === true ? {} : options.latency) : null,
    onError: (error) => onLog(`sandbox: ${error instanceof Error ? error.stack : String(error)}`),
  });
  try {
    await seedDomain(context, domain);
    await store.save();
    await listen(server, options.apiPort ?? 0);
  } catch (error) {
    await mail.stop();
    throw error;
  }
  const apiUrl = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  return {
    apiUrl,
    apiKey: keys.readWrite,
    readOnlyApiKey: keys.readOnly,
    domain,
    webmailUrl: `${apiUrl}${WEBMAIL_PATH}`,
    imap: mail.imap,
    smtp: mail.smtp,
    certificateAuthorityFile: mail.authorityFile,
    mailFolder: mail.mailFolder,
    setFault: (fault) => faults.set(fault),
    calls: () => recorder.list(),
    resetCalls: () => recorder.reset(),
    listMailboxes: () => listSandboxMailboxes(store.state),
    clearLoginCache: () => loginCache.clear(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await mail.stop();
      await store.close();
    },
  };
}

function readCacheTimes(seconds: number | undefined): LoginCacheTimes {
  return seconds === undefined ? GENUINE_CACHE_TIMES : { positiveSeconds: seconds, negativeSeconds: seconds };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, HOST, () => {
      server.removeListener("error", reject);
      resolve();
    });
  });
}
