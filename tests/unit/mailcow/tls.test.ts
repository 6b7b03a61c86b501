import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { createMailcowClient, type MailcowClientOptions } from "@/lib/mailcow/create-mailcow-client";
import { getVersion } from "@/lib/mailcow/server-status";
import { openCertificate } from "@/lib/sandbox/mail/certificate";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { REPLAY_KEY } from "@/tests/support/connect-replay";
import { makeTestFolder } from "@/tests/support/test-folder";

const folder = makeTestFolder();
const { certificate, key, authorityFile } = await openCertificate(folder.path);
const certificateAuthority = await readFile(authorityFile, "utf8");
const receivedKeys: unknown[] = [];
const server = createServer({ cert: certificate, key }, (request, response) => {
  receivedKeys.push(request.headers["x-api-key"]);
  response.end('{"version":"2026-07b"}');
});
await new Promise<void>((resolve) => server.listen(0, () => resolve()));
const { port } = server.address() as AddressInfo;
afterAll(() => {
  server.close();
  folder.remove();
});

function connect(options: Partial<MailcowClientOptions>, host = "localhost") {
  const client = createMailcowClient({ baseUrl: `https://${host}:${port}`, apiKey: REPLAY_KEY, ...options });
  onTestFinished(() => client.close());
  return client;
}

test("a certificate nobody vouches for is refused before the key is sent", async () => {
  const error = await catchMailcowError(getVersion(connect({})));
  expect(error.code).toBe("unreachable");
  expect(receivedKeys).toEqual([]);
});

test("a certificate for another name is refused before the key is sent", async () => {
  const error = await catchMailcowError(getVersion(connect({ certificateAuthority }, "127.0.0.2")));
  expect(error).toMatchObject({ code: "unreachable", message: expect.stringContaining("ALTNAME") });
  expect(receivedKeys).toEqual([]);
});

test("the operator's own authority is trusted", async () => {
  await expect(getVersion(connect({ certificateAuthority }))).resolves.toBe("2026-07b");
});

test("checking can be switched off, only by saying so", async () => {
  await expect(getVersion(connect({ verifyTls: false }))).resolves.toBe("2026-07b");
});
