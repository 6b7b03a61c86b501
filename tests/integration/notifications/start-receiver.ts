import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly received: readonly ReceivedMessage[];
  /** How it answers from now on; `null` leaves the caller waiting. */
  answer(reply: { readonly status: number; readonly location?: string } | null): void;
  close(): Promise<void>;
}

/** Somebody's program that takes webhooks, on loopback. */
export async function startReceiver(): Promise<Receiver> {
  const received: ReceivedMessage[] = [];
  let reply: { readonly status: number; readonly location?: string } | null = { status: 204 };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    received.push({ path: request.url ?? "", headers: request.headers, body });
    if (reply === null) return;
    response.writeHead(reply.status, reply.location ? { location: reply.location } : {});
    response.end("x".repeat(1_000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    received,
    answer: (next) => {
      reply = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
