import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import {
  type ApiAnswer,
  answerEmpty,
  answerHtml,
  answerJson,
  answerNginxPage,
  answerUnauthorised,
} from "@/lib/sandbox/api/api-answer";
import type { ApiContext } from "@/lib/sandbox/api/api-context";
import type { KeyGate } from "@/lib/sandbox/api/authenticate-key";
import type { WireCall } from "@/lib/sandbox/api/call-input";
import { runCall } from "@/lib/sandbox/api/run-call";
import type { CallRecorder } from "@/lib/sandbox/call-recorder";
import { type ControlRoutes, isControlPath } from "@/lib/sandbox/control-routes";
import type { FaultSwitch, SandboxFault } from "@/lib/sandbox/fault";
import type { SandboxStore } from "@/lib/sandbox/sandbox-store";
import { isWebmailPath, renderWebmailPage } from "@/lib/sandbox/webmail-page";

const NGINX_KEEP_ALIVE_MS = 75_000;
const MAXIMUM_BODY_BYTES = 32 * 1024 * 1024;

export type ApiServerParts = {
  readonly context: ApiContext;
  readonly store: SandboxStore;
  readonly gate: KeyGate;
  readonly faults: FaultSwitch;
  readonly recorder: CallRecorder;
  readonly control: ControlRoutes;
  /** Waits as long as the genuine server would work. */
  readonly latency: ((path: string, mailboxes: number) => Promise<void>) | null;
  readonly onError: (error: unknown) => void;
};

/** The HTTP side: API, webmail stand-in and control routes on one port. The caller listens and closes. */
export function createApiServer(parts: ApiServerParts): Server {
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      parts.onError(error);
      response.destroy();
    });
  });
  server.keepAliveTimeout = NGINX_KEEP_ALIVE_MS;
  return server;
}

async function handle(
  parts: ApiServerParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sandbox.invalid");
  const call: WireCall = {
    method: request.method ?? "GET",
    url,
    contentType: request.headers["content-type"] ?? "",
    body: await readBody(request),
    remoteAddress: (request.socket.remoteAddress ?? "").replace(/^::ffff:/, ""),
  };
  if (isControlPath(url.pathname)) {
    const isAllowed = parts.gate.authenticate(request.headers) === "read-write";
    return send(response, isAllowed ? await parts.control(call) : answerUnauthorised());
  }
  if (isWebmailPath(url.pathname)) return send(response, answerHtml(renderWebmailPage(), 200));
  parts.recorder.record(call.method, url.pathname);
  await answerWithFaults(parts, call, request, response);
}

/** Faults that stop a call come before the work, those that garble its answer after it. */
async function answerWithFaults(
  parts: ApiServerParts,
  call: WireCall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const fault = parts.faults.take(call.method, call.url.pathname);
  if (fault?.kind === "down") return reset(request);
  if (fault?.kind === "hang") return;
  if (fault?.kind === "slow") await setTimeout(fault.delayMs);
  const early = fault && answerInsteadOfWork(fault, call);
  if (early) return send(response, early);

  const answer = await work(parts, call, request, response);
  if (fault?.kind === "lost-response") return reset(request);
  send(response, fault ? garble(fault, answer) : answer);
}

async function work(
  parts: ApiServerParts,
  call: WireCall,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ApiAnswer> {
  const fetchDestination = request.headers["sec-fetch-dest"] ?? "empty";
  if (fetchDestination !== "empty") return answerEmpty(403);
  const access = parts.gate.authenticate(request.headers);
  response.setHeader("set-cookie", parts.gate.openSession(access));
  await parts.latency?.(call.url.pathname, Object.keys(parts.context.state.mailboxes).length);
  const { answer, didChange } = await runCall(parts.context, call, access);
  if (didChange) await parts.store.save();
  return answer;
}

function answerInsteadOfWork(fault: SandboxFault, call: WireCall): ApiAnswer | null {
  switch (fault.kind) {
    case "empty":
      return fault.afterWork ? null : answerEmpty();
    case "html":
      return fault.afterWork ? null : answerErrorPage(fault.status);
    case "refuse": {
      const [, , , action, category] = call.url.pathname.split("/");
      return answerJson([{ type: "danger", log: [category, action, category, null, null], msg: fault.msg }]);
    }
    case "unauthorised":
      return answerUnauthorised();
    case "rate-limited":
      return answerHtml("<html><head><title>429 Too Many Requests</title></head></html>\r\n", 429);
    default:
      return null;
  }
}

function garble(fault: SandboxFault, answer: ApiAnswer): ApiAnswer {
  if (fault.kind === "empty") return answerEmpty();
  if (fault.kind === "html") return answerErrorPage(fault.status);
  if (fault.kind === "cut-json") return { ...answer, body: answer.body.slice(0, answer.body.length / 2) };
  return answer;
}

function answerErrorPage(status = 502): ApiAnswer {
  return { ...answerNginxPage(502), status };
}

function send(response: ServerResponse, answer: ApiAnswer): void {
  response.writeHead(answer.status, { "content-type": answer.contentType, server: "nginx" });
  response.end(answer.body);
}

function reset(request: IncomingMessage): void {
  request.socket.resetAndDestroy();
}

/** @throws when the body is larger than any Mailcow takes. */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAXIMUM_BODY_BYTES) throw new Error("The request body is too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
