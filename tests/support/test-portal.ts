import { randomBytes } from "node:crypto";
import { registerAccount } from "@/lib/accounts/register-account";
import { loadSettings } from "@/lib/config/settings";
import type { AccountActor, VisitorActor } from "@/lib/context/actor";
import type { Closable } from "@/lib/context/create-portal-context";
import { createWorkerContext } from "@/lib/context/create-worker-context";
import type { WorkerContext } from "@/lib/context/portal-context";
import type { Mailbox, Operation } from "@/lib/database/models";
import { ensureConfiguredDomain } from "@/lib/domains/ensure-configured-domain";
import type { MailcowClientOptions } from "@/lib/mailcow/create-mailcow-client";
import type { MailChoice } from "@/lib/sandbox/mail/start-mail";
import { type Sandbox, startSandbox } from "@/lib/sandbox/start-sandbox";
import { type RunningWorker, runWorker } from "@/lib/worker/run-worker";
import { createTestDatabase, type TestDatabase } from "./test-database";
import { makeTestFolder } from "./test-folder";
import { waitUntil } from "./wait-until";

export const TEST_PASSWORD = "violet harbour ninety trams";

export interface TestPortalOptions {
  /** `none` unless the test logs in: an engine takes a second to start. */
  readonly mail?: MailChoice;
  readonly client?: Partial<MailcowClientOptions>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Fills the sandbox's folder before it starts. */
  readonly prepareSandbox?: (dataDir: string) => Promise<void>;
  /** Answers as slowly as a genuine server on two cores. */
  readonly latency?: boolean;
}

export interface RegisteredPerson {
  readonly actor: AccountActor;
  readonly address: string;
  readonly mailboxId: string;
  readonly operationId: string;
}

export interface TestPortal {
  readonly context: WorkerContext;
  readonly sandbox: Sandbox;
  readonly database: TestDatabase;
  /** What a process of its own needs to hold the same portal: `loadSettings` understands it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Another process's context on the same database and mail server; closed with the portal. */
  connect(client?: Partial<MailcowClientOptions>): WorkerContext;
  /** Stopped with the portal, if not before. */
  startWorker(context?: WorkerContext): Promise<RunningWorker>;
  register(localPart?: string, password?: string): Promise<RegisteredPerson>;
  /** Where a worker runs: also waits until the mailbox can be used and nothing is left to do for it. */
  registerActive(): Promise<RegisteredPerson>;
  getMailbox(mailboxId: string): Promise<Mailbox>;
  getOperation(operationId: string): Promise<Operation>;
  /** Waits for the mailbox's row to come to this state, and gives it. */
  untilMailbox(mailboxId: string, state: Mailbox["state"], timeoutMs?: number): Promise<Mailbox>;
  untilOperation(operationId: string, state: Operation["state"], timeoutMs?: number): Promise<Operation>;
  close(): Promise<void>;
}

/** A whole portal without its web pages: a sandbox, a database of its own, and the context a worker holds. */
export async function openTestPortal(options: TestPortalOptions = {}): Promise<TestPortal> {
  const folder = makeTestFolder();
  const database = await createTestDatabase();
  await options.prepareSandbox?.(folder.path);
  const sandbox = await startSandbox({
    latency: options.latency ?? false,
    dataDir: folder.path,
    mail: options.mail ?? "none",
    authCacheSeconds: 0,
  });
  const environment = { ...describePortal(sandbox, folder.path, database.url), ...options.environment };
  const contexts: Closable[] = [];
  const workers: RunningWorker[] = [];
  const connect = (client: Partial<MailcowClientOptions> = {}): WorkerContext => {
    const { settings } = loadSettings("worker", environment, folder.path);
    const connected = createWorkerContext(
      { settings, databaseUrl: database.url, name: "test" },
      { ...options.client, ...client },
    );
    contexts.push(connected);
    return connected;
  };
  const context = connect();
  await ensureConfiguredDomain(context);
  const { prisma } = context.database;
  const getMailbox = (id: string) => prisma.mailbox.findUniqueOrThrow({ where: { id } });
  const getOperation = (id: string) => prisma.operation.findUniqueOrThrow({ where: { id } });
  const untilMailbox: TestPortal["untilMailbox"] = (id, state, timeoutMs) =>
    waitUntil(`mailbox ${state}`, () => withState(getMailbox(id), state), timeoutMs);
  const untilOperation: TestPortal["untilOperation"] = (id, state, timeoutMs) =>
    waitUntil(`operation ${state}`, () => withState(getOperation(id), state), timeoutMs);
  return {
    context,
    sandbox,
    database,
    environment,
    connect,
    startWorker: async (by = context) => {
      const worker = await runWorker(by);
      workers.push(worker);
      return worker;
    },
    register: (localPart = newName(), password = TEST_PASSWORD) => register(context, localPart, password),
    registerActive: async () => {
      const person = await register(context, newName(), TEST_PASSWORD);
      await untilMailbox(person.mailboxId, "ACTIVE");
      await untilOperation(person.operationId, "DONE");
      return person;
    },
    getMailbox,
    getOperation,
    untilMailbox,
    untilOperation,
    close: async () => {
      // A hanging sandbox would hold its callers for their whole deadline.
      sandbox.setFault(null);
      await Promise.all(workers.map((worker) => worker.stop()));
      await Promise.all(contexts.map((open) => open.close()));
      await sandbox.stop();
      await database.drop();
      folder.remove();
    },
  };
}

/** A name nobody has yet. */
export function newName(): string {
  return `p${randomBytes(6).toString("hex")}`;
}

export const VISITOR: VisitorActor = { kind: "visitor", networkAddress: "192.0.2.7" };

function describePortal(sandbox: Sandbox, dataDir: string, databaseUrl: string): Record<string, string> {
  return {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl,
    MAILCOW_API_URL: sandbox.apiUrl,
    MAILCOW_API_KEY: sandbox.apiKey,
    MAILCOW_DOMAIN: sandbox.domain,
    WEBMAIL_URL: sandbox.webmailUrl,
    REGISTRATIONS_PER_HOUR: "0",
    REGISTRATION_CAPTCHA: "off",
    ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    NEXTAUTH_SECRET: randomBytes(32).toString("base64url"),
    LOG_LEVEL: "silent",
    ...(sandbox.imap
      ? { MAILCOW_IMAP_HOST: sandbox.imap.host, MAILCOW_IMAP_PORT: String(sandbox.imap.port) }
      : {}),
    ...(sandbox.smtp
      ? { MAILCOW_SMTP_HOST: sandbox.smtp.host, MAILCOW_SMTP_PORT: String(sandbox.smtp.port) }
      : {}),
    ...(sandbox.certificateAuthorityFile ? { MAILCOW_CA_FILE: sandbox.certificateAuthorityFile } : {}),
  };
}

async function register(
  context: WorkerContext,
  localPart: string,
  password: string,
): Promise<RegisteredPerson> {
  const domain = context.settings.domain ?? "";
  const result = await registerAccount(context, VISITOR, {
    localPart,
    domain,
    password,
    recoveryEmail: undefined,
  });
  if (!result.ok) throw new Error(`the registration was refused: ${result.failure.reason}`);
  const { accountId, mailboxId, operationId } = result.value;
  const address = `${localPart}@${domain}`;
  return { actor: personActor(accountId, address), address, mailboxId, operationId };
}

/** The person in a browser session whose id no test of this kind needs. */
export function personActor(accountId: string, address: string): AccountActor {
  return {
    kind: "account",
    accountId,
    address,
    role: "PERSON",
    networkAddress: VISITOR.networkAddress,
    sessionId: null,
    scopes: null,
  };
}

async function withState<Row extends { readonly state: string }>(
  asked: Promise<Row>,
  state: Row["state"],
): Promise<Row | null> {
  const row = await asked;
  return row.state === state ? row : null;
}
