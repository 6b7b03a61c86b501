import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openCertificate } from "@/lib/sandbox/mail/certificate";
import type { WebhookHostRules } from "@/lib/webhooks/check-webhook-url";
import { sendWebhook } from "@/lib/webhooks/send-webhook";
import { newWebhookSecret } from "@/lib/webhooks/sign-webhook";
import { type Receiver, startReceiver } from "../../integration/notifications/start-receiver";
import { makeTestFolder } from "../../support/test-folder";

const SECRET = newWebhookSecret();
const LOOPBACK: WebhookHostRules = { allowedPrivateHosts: ["127.0.0.1"], isLoopbackAllowed: false };

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

function messageTo(url: string) {
  return { url, id: "message-1", body: '{"type":"mailbox.created"}', secrets: [SECRET] };
}

test("hands over a message whose signature the receiver's library accepts", async () => {
  expect(await sendWebhook(messageTo(receiver.url), LOOPBACK)).toEqual({ kind: "answered", status: 204 });
  const [received] = receiver.received;
  expect(received?.headers["content-type"]).toBe("application/json");
  const headers = received?.headers as Record<string, string>;
  expect(new Webhook(SECRET).verify(received?.body ?? "", headers)).toEqual({ type: "mailbox.created" });
});

test("a redirect is not followed, wherever it points", async () => {
  const inside = await startReceiver();
  for (const status of [301, 302, 303, 307, 308]) {
    receiver.answer({ status, location: inside.url });
    expect(await sendWebhook(messageTo(receiver.url), LOOPBACK)).toEqual({
      kind: "failed",
      reason: "redirected",
    });
  }
  expect(inside.received).toEqual([]);
  await inside.close();
});

describe("nothing is sent to an address inside", () => {
  test.each(["127.0.0.1", "2130706433", "[::ffff:127.0.0.1]", "0x7f.1", "localhost"])("%s", async (host) => {
    const strict = { ...LOOPBACK, allowedPrivateHosts: [] };
    const outcome = await sendWebhook(messageTo(`http://${host}:${receiver.port}/hook`), strict);
    expect(outcome).toEqual({ kind: "failed", reason: "host-private" });
    expect(receiver.received).toEqual([]);
  });

  test("a name that is public when checked and inside a moment later is asked once, and connected to as checked", async () => {
    let questions = 0;
    // A name under the reserved .invalid: the system's resolver can never help out.
    const rebinding: WebhookHostRules = {
      allowedPrivateHosts: ["127.0.0.2"],
      isLoopbackAllowed: false,
      resolve: async () => {
        questions += 1;
        return [{ address: questions === 1 ? "127.0.0.2" : "127.0.0.1", family: 4 }];
      },
    };
    // The receiver listens on 127.0.0.1 only: whoever resolved again would reach it.
    const url = `http://rebinding.invalid:${receiver.port}/hook`;
    expect(await sendWebhook(messageTo(url), rebinding)).toEqual({ kind: "failed", reason: "unreachable" });
    expect(receiver.received).toEqual([]);
    expect(questions).toBe(1);
    // Asked again for the next message, and refused then.
    expect(await sendWebhook(messageTo(url), rebinding)).toEqual({ kind: "failed", reason: "host-private" });
    expect(receiver.received).toEqual([]);
  });
});

describe("a receiver that misbehaves", () => {
  test("never answers: the deadline ends it", async () => {
    receiver.answer(null);
    const outcome = await sendWebhook(messageTo(receiver.url), LOOPBACK, { timeoutMs: 200 });
    expect(outcome).toEqual({ kind: "failed", reason: "timed-out" });
  });

  test("hangs up", async () => {
    const rude = createTcpServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
    const { port } = rude.address() as AddressInfo;
    expect(await sendWebhook(messageTo(`http://127.0.0.1:${port}/`), LOOPBACK)).toEqual({
      kind: "failed",
      reason: "unreachable",
    });
    await new Promise((resolve) => rude.close(resolve));
  });

  test("sends an answer without end: only its status is read", async () => {
    const endless = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
      const more = (): void => {
        while (socket.writable && socket.write(chunk));
      };
      socket.on("drain", more);
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, "127.0.0.1", resolve));
    const { port } = endless.address() as AddressInfo;
    expect(await sendWebhook(messageTo(`http://127.0.0.1:${port}/`), LOOPBACK)).toEqual({
      kind: "answered",
      status: 200,
    });
    await new Promise((resolve) => endless.close(resolve));
  });

  test("shows a certificate nobody vouches for", async () => {
    const folder = makeTestFolder();
    const { certificate, key } = await openCertificate(folder.path);
    const server = createTlsServer({ cert: certificate, key });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    expect(await sendWebhook(messageTo(`https://127.0.0.1:${port}/`), LOOPBACK)).toEqual({
      kind: "failed",
      reason: "bad-certificate",
    });
    await new Promise((resolve) => server.close(resolve));
    folder.remove();
  });
});
