import { createToken } from "@/lib/api-tokens/create-token";
import { loadSettings } from "@/lib/config/settings";
import type { Scope } from "@/lib/context/actor";
import { type Closable, createPortalContext } from "@/lib/context/create-portal-context";
import type { PortalContext } from "@/lib/context/portal-context";
import { openMailReading } from "@/lib/messages/open-mail-reading";
import { answerRequest } from "@/lib/web/api/answer-request";
import type { ApiContext } from "@/lib/web/api/api-context";
import { apiRoutes } from "@/lib/web/api/api-routes";
import type { Route } from "@/lib/web/api/define-route";
import type { OpenContext } from "@/lib/web/api/health/open-context";
import { CLIENT_ADDRESS_HEADER } from "@/lib/web/client-address";
import { acceptEveryLogin } from "../../support/accept-every-login";
import {
  openTestPortal,
  type RegisteredPerson,
  type TestPortal,
  type TestPortalOptions,
} from "../../support/test-portal";

export interface CallOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  /** Another way to the context than the fixture's own. */
  readonly openContext?: OpenContext;
  /** Aborted when the client goes away. */
  readonly signal?: AbortSignal;
}

export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else its bytes. */
  readonly body: unknown;
}

export interface TokenOptions {
  readonly scopes?: Scope[];
  readonly networks?: string[];
  readonly expiresInDays?: number | null;
  /** Addresses. */
  readonly mailboxAddresses?: string[];
}

export interface TestApi {
  readonly portal: TestPortal;
  /** What the web process holds: no Mailcow key. */
  readonly context: ApiContext;
  call(method: string, path: string, options?: CallOptions): Promise<ApiReply>;
  newToken(address: string, options?: TokenOptions): Promise<string>;
  /** A person whose mailbox the worker has made. */
  newActivePerson(): Promise<RegisteredPerson>;
  /** Another mailbox of a token's account, temporary and not made yet where no worker runs. */
  newSecondMailbox(token: string): Promise<{ readonly address: string; readonly mailboxId: string }>;
  /** As the worker leaves a mailbox whose deletion it has carried out. */
  markDeleted(mailboxId: string): Promise<void>;
  /** An admin's account without a mailbox. */
  newAdmin(): Promise<string>;
  startWorker(): Promise<{ stop(): Promise<void> }>;
  close(): Promise<void>;
}

export const CLIENT_ADDRESS = "192.0.2.7";
const ORIGIN = "https://portal.example";

/** The API as a client meets it, in this process: every call goes the whole way from `Request` to `Response`. */
export async function openTestApi(
  options: Pick<TestPortalOptions, "environment" | "mail"> = {},
): Promise<TestApi> {
  const portal = await openTestPortal(options);
  const { settings } = loadSettings("web", portal.environment, portal.environment.DATA_DIR);
  const own: PortalContext & Closable = createPortalContext({
    settings,
    databaseUrl: portal.database.url,
    name: "test api",
  });
  const reading = openMailReading(own);
  const { mailSessions, mailParser } = reading;
  const context: ApiContext = { ...own, mailSessions, mailParser };
  let admins = 0;
  return {
    portal,
    context,
    call: (method, path, options = {}) => call(context, method, path, options),
    newToken: (address, options = {}) => newToken(context, address, options),
    newActivePerson: async () => {
      const person = await portal.register();
      await portal.untilMailbox(person.mailboxId, "ACTIVE");
      await portal.untilOperation(person.operationId, "DONE");
      return person;
    },
    newSecondMailbox: async (token) => {
      await context.database.prisma.domain.updateMany({ data: { temporaryAllowed: true } });
      const { body } = await call(context, "POST", "/api/v1/mailbox/random", { token });
      const address = (body as { email: string }).email;
      const { id } = await context.database.prisma.mailbox.findUniqueOrThrow({ where: { address } });
      return { address, mailboxId: id };
    },
    markDeleted: async (mailboxId) => {
      const data = { state: "DELETED", address: null } as const;
      await context.database.prisma.mailbox.update({ where: { id: mailboxId }, data });
    },
    newAdmin: async () => {
      admins += 1;
      const address = `admin${admins}@elsewhere.example`;
      await context.database.prisma.account.create({ data: { address, role: "ADMIN", passwordHash: "-" } });
      return address;
    },
    startWorker: () => portal.startWorker(options.mail ? portal.context : acceptEveryLogin(portal.context)),
    close: async () => {
      await reading.close();
      await own.close();
      await portal.close();
    },
  };
}

async function call(
  context: ApiContext,
  method: string,
  path: string,
  options: CallOptions,
): Promise<ApiReply> {
  const url = new URL(path, ORIGIN);
  const text = options.text ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
  const request = new Request(url, {
    method,
    headers: {
      [CLIENT_ADDRESS_HEADER]: CLIENT_ADDRESS,
      ...(options.token === undefined ? {} : { Authorization: `Bearer ${options.token}` }),
      ...(text === undefined ? {} : { "Content-Type": "application/json" }),
      ...options.headers,
    },
    ...(text === undefined ? {} : { body: text }),
    ...(options.signal ? { signal: options.signal } : {}),
  });
  const response = await answerRequest(
    async () => ({ ...context, ...(await options.openContext?.()) }),
    findRoute(method, url.pathname),
    request,
  );
  const isJson = /json$/.test(response.headers.get("content-type") ?? "");
  const body: unknown = isJson ? await response.json() : Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, body };
}

/** As Next would by the folders under `app/api`; that they agree is a unit test. */
function findRoute(method: string, pathname: string): Route {
  const matches = ({ path }: Route) => new RegExp(`^${path.replace(/\{\w+\}/g, "[^/]+")}$`).test(pathname);
  const route = apiRoutes.find((candidate) => candidate.method === method && matches(candidate));
  if (!route) throw new Error(`there is no ${method} ${pathname}`);
  return route;
}

async function newToken(context: PortalContext, address: string, options: TokenOptions): Promise<string> {
  const created = await createToken(
    context,
    { kind: "system", name: "test" },
    { name: "test", scopes: ["*"], expiresInDays: 1, ...options, accountAddress: address },
  );
  if (!created.ok) throw new Error(`no token for ${address}: ${created.failure.reason}`);
  return created.value.token;
}
