import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import next from "next";
import { publishEnvironment } from "@/lib/config/publish-environment";
import type { Settings } from "@/lib/config/settings";
import { isOriginAllowed } from "./check-origin";
import { CLIENT_ADDRESS_HEADER, resolveClientAddress } from "./client-address";
import { isBodyTooLarge } from "./limit-body";
import { closeMailReading } from "./mail-reading-holder";
import { MESSAGE_FRAME_PATH } from "./message-frame";
import { contentSecurityPolicy, securityHeaders } from "./security-headers";

export interface WebServerOptions {
  readonly settings: Settings;
  readonly databaseUrl: string;
  /** Where `.next` lies. */
  readonly projectFolder: string;
  /** Compiles pages as they are asked for. */
  readonly isDevelopment?: boolean;
}

export interface WebServer {
  readonly url: string;
  /** Says "not ready", lets requests at work finish, ends what hangs on, closes, and logs out of mail servers. */
  stop(): Promise<void>;
}

/** The port is another program's: nothing was started. */
export class PortTakenError extends Error {
  override readonly name = "PortTakenError";
}

const READY_PATH = "/api/health/ready";
const DRAIN_MS = 5_000;

/**
 * Next behind our own server, which is the only place that sees the connection itself: it says who is calling,
 * refuses what comes from other sites, and puts the security headers on every answer, so that no page can forget.
 *
 * @throws {PortTakenError}
 */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { settings } = options;
  publishEnvironment({
    DATABASE_URL: options.databaseUrl,
    NEXTAUTH_URL: settings.appUrl,
    NEXTAUTH_SECRET: settings.sessionSecret,
  });
  const app = next({
    dev: options.isDevelopment ?? false,
    dir: options.projectFolder,
    port: settings.port,
  });
  await app.prepare();
  const handle = app.getRequestHandler();
  let isDraining = false;
  const server = createServer((request, response) => {
    if (isDraining && request.url === READY_PATH) return answerPlainly(response, 503, "stopping");
    if (!admit(request, response, settings))
      return answerPlainly(response, 403, "cross-site request refused");
    if (isBodyTooLarge(request)) return answerPlainly(response, 413, "the form is too large");
    void handle(request, response);
  });
  // Nothing here speaks WebSocket, and an upgrade has carried server-side request forgery (GHSA-c4j6-fc7j-m34r).
  if (!options.isDevelopment) server.on("upgrade", (_request, socket) => socket.destroy());
  await listen(server, settings.port);
  return {
    url: settings.appUrl,
    stop: async () => {
      isDraining = true;
      await close(server);
      await app.close();
      await closeMailReading();
    },
  };
}

/** Prepares the request for Next and the answer for the browser; false for one that comes from another site. */
function admit(request: IncomingMessage, response: ServerResponse, settings: Settings): boolean {
  const { headers } = request;
  const appUrl = new URL(settings.appUrl);
  const client = resolveClientAddress(
    request.socket.remoteAddress,
    text(headers["x-forwarded-for"]),
    settings.trustedProxyHops,
  );
  headers[CLIENT_ADDRESS_HEADER] = client;
  headers["x-forwarded-for"] = client;
  headers["x-forwarded-proto"] = appUrl.protocol.replace(":", "");
  if (settings.trustedProxyHops === 0) delete headers["x-forwarded-host"];
  const nonce = randomBytes(16).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  // Next takes the nonce for its own scripts from the request's policy.
  headers["content-security-policy"] = policy;
  setUnlessBrought(response, "Content-Security-Policy", policy);
  // The frame for mail is the one thing that the portal itself shows in a frame.
  const isMessageFrame = request.url === MESSAGE_FRAME_PATH;
  for (const [name, value] of Object.entries(securityHeaders(appUrl.protocol === "https:"))) {
    if (!isMessageFrame || name !== "X-Frame-Options") response.setHeader(name, value);
  }
  if (!request.url?.startsWith("/_next/static/")) response.setHeader("Cache-Control", "private, no-store");
  return isOriginAllowed(
    {
      method: request.method ?? "GET",
      host: text(headers.host),
      origin: text(headers.origin),
      secFetchSite: text(headers["sec-fetch-site"]),
      hasCookies: headers.cookie !== undefined,
    },
    appUrl.origin,
  );
}

/**
 * A route's own header wins, such as a download's stricter policy. It cannot be set before: Next drops a header that
 * the answer has already.
 */
function setUnlessBrought(response: ServerResponse, name: string, value: string): void {
  const writeHead = response.writeHead.bind(response) as (...head: unknown[]) => ServerResponse;
  response.writeHead = (...head: unknown[]) => {
    if (!response.hasHeader(name)) response.setHeader(name, value);
    return writeHead(...head);
  };
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}

function answerPlainly(response: ServerResponse, status: number, sentence: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "5" });
  response.end(`${sentence}\n`);
}

async function listen(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(
        error.code === "EADDRINUSE" ? new PortTakenError(`port ${port} is taken`, { cause: error }) : error,
      ),
    );
    server.listen(port, resolve);
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  // Pages that watch for changes hold their connection open for ever.
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearTimeout(timer);
}
