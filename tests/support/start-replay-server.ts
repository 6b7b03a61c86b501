import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Recording } from "@/tests/support/load-recording";

export type ReceivedCall = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Null when the call had no body. */
  readonly body: unknown;
};

export type Reply =
  | (Partial<Recording> & { readonly headers?: Readonly<Record<string, string>> })
  /** Takes the call and never answers. */
  | "hang"
  /** Announces more bytes than it sends, then drops the connection. */
  | "cut"
  /** Takes the call and drops the connection without a byte. */
  | "reset";

export type ReplayServer = {
  readonly url: string;
  readonly calls: readonly ReceivedCall[];
  /** Connections accepted so far. */
  connectionCount(): number;
  /** How every call from now on is answered. */
  reply(answer: Reply | ((call: ReceivedCall) => Reply | Promise<Reply>)): void;
  close(): Promise<void>;
};

/** A server on loopback that remembers what it was sent and answers as told. */
export async function startReplayServer(): Promise<ReplayServer> {
  const calls: ReceivedCall[] = [];
  let answer: (call: ReceivedCall) => Reply | Promise<Reply> = () => ({
    status: 500,
    text: "no reply was set",
  });

  const server = createServer(async (request, response) => {
    const call = await receive(request);
    calls.push(call);
    send(response, await answer(call));
  });
  let connections = 0;
  server.on("connection", () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}`,
    calls,
    connectionCount: () => connections,
    reply: (next) => {
      answer = typeof next === "function" ? next : () => next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<ReceivedCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  return {
    method: request.method ?? "",
    path: request.url ?? "",
    headers: request.headers,
    body: text === "" ? null : JSON.parse(text),
  };
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === "hang") {
    return;
  }
  if (reply === "reset") {
    response.destroy();
    return;
  }
  if (reply === "cut") {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
    response.write('[{"type":"success","msg":["mailbox_add', () => response.destroy());
    return;
  }
  response.writeHead(reply.status ?? 200, {
    "content-type": reply.contentType ?? "application/json",
    ...reply.headers,
  });
  response.end(reply.text ?? "");
}
