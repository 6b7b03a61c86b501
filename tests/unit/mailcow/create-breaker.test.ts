import { expect, test } from "vitest";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { getVersion } from "@/lib/mailcow/server-status";
import { catchMailcowError } from "@/tests/support/catch-mailcow-error";
import { connectReplay } from "@/tests/support/connect-replay";
import { createDeferred } from "@/tests/support/create-deferred";
import { loadRecording } from "@/tests/support/load-recording";

const version = loadRecording("status-version");
const empty = loadRecording("auth-no-key-get-version");

test.each(["auth-wrong-key", "auth-wrong-ip", "auth-ro-add", "auth-sec-fetch-dest"])(
  "20 callers at once with a refused key (%s) cost exactly one call",
  async (name) => {
    const { server, client } = await connectReplay();
    server.reply(loadRecording(name));
    const codes = await collectCodes(client, 20);
    expect(server.calls).toHaveLength(1);
    expect(codes).toEqual(["unauthorised", ...Array.from({ length: 19 }, () => "circuit-open")]);
    expect(client.breakerState()).toBe("open");
  },
);

test("both queues share the key check: interactive and background together cost one call", async () => {
  const { server, client } = await connectReplay();
  server.reply(loadRecording("auth-wrong-key"));
  await Promise.all([collectCodes(client, 5), collectCodes(client.withPriority("background"), 5)]);
  expect(server.calls).toHaveLength(1);
});

test("a key that is refused later on, with calls in flight, is not tried by those that wait", async () => {
  const { server, client } = await connectReplay();
  server.reply(version);
  await getVersion(client);
  server.reply(loadRecording("auth-wrong-key"));
  await collectCodes(client, 20);
  expect(server.calls.length - 1).toBeLessThanOrEqual(3);
});

test("the error of a call that was held back names the refusal that caused it", async () => {
  const { server, client } = await connectReplay();
  server.reply(loadRecording("auth-wrong-key"));
  await catchMailcowError(getVersion(client));
  const error = await catchMailcowError(getVersion(client));
  expect(error.code).toBe("circuit-open");
  expect(error.isUnclear).toBe(false);
  expect(error.cause).toBeInstanceOf(MailcowError);
  expect((error.cause as MailcowError).code).toBe("unauthorised");
});

test("after the long pause one call tries the key again, and success lets all through", async () => {
  const { server, client } = await connectReplay({ breaker: { unauthorisedOpenMs: 1 } });
  server.reply(loadRecording("auth-wrong-key"));
  await catchMailcowError(getVersion(client));
  server.reply(version);
  await expect.poll(() => getVersion(client).catch(() => "held back")).toBe("2026-07b");
  expect(client.breakerState()).toBe("closed");
});

test("five unclear answers open the breaker, and the sixth call is not sent", async () => {
  const { server, client } = await connectReplay();
  server.reply(empty);
  const codes = await collectCodes(client, 6);
  expect(codes).toEqual([...Array.from({ length: 5 }, () => "unclear-answer"), "circuit-open"]);
  expect(server.calls).toHaveLength(5);
  expect(client.breakerState()).toBe("open");
});

test("four unclear answers and any number of refusals leave it closed", async () => {
  const { server, client } = await connectReplay();
  server.reply(empty);
  await collectCodes(client, 4);
  server.reply(loadRecording("route-unknown-get-category"));
  expect(new Set(await collectCodes(client, 20))).toEqual(new Set(["rejected"]));
  expect(client.breakerState()).toBe("closed");
});

test("successes between them do not hide five unclear answers", async () => {
  const { server, client } = await connectReplay();
  for (let round = 0; round < 5; round += 1) {
    server.reply(version);
    await getVersion(client);
    server.reply(empty);
    await catchMailcowError(getVersion(client));
  }
  expect(client.breakerState()).toBe("open");
});

test("while half-open one call is sent; the others wait for its outcome", async () => {
  const { server, client } = await connectReplay({ breaker: { failures: 1, openMs: 1 } });
  server.reply(empty);
  await catchMailcowError(getVersion(client));
  const arrived = createDeferred<void>();
  const release = createDeferred<void>();
  server.reply(async () => {
    arrived.resolve();
    await release.promise;
    return version;
  });
  const probe = firstToPass(client);
  await arrived.promise;
  const others = [getVersion(client), getVersion(client)];
  expect(client.breakerState()).toBe("half-open");
  expect(server.calls).toHaveLength(2);
  release.resolve();
  await expect(Promise.all([probe, ...others])).resolves.toEqual(["2026-07b", "2026-07b", "2026-07b"]);
  expect(client.breakerState()).toBe("closed");
});

test("a new client starts one call at a time until the key is proven, then several", async () => {
  const { server, client } = await connectReplay();
  let inFlight = 0;
  let mostInFlight = 0;
  const first = createDeferred<void>();
  const release = createDeferred<void>();
  server.reply(async () => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    first.resolve();
    await release.promise;
    inFlight -= 1;
    return version;
  });
  const opening = Array.from({ length: 3 }, () => getVersion(client));
  await first.promise;
  expect(mostInFlight).toBe(1);
  release.resolve();
  await Promise.all(opening);

  const three = createDeferred<void>();
  server.reply(async () => {
    inFlight += 1;
    if (inFlight === 3) {
      three.resolve();
    }
    await three.promise;
    return version;
  });
  await Promise.all(Array.from({ length: 3 }, () => getVersion(client)));
  expect(inFlight).toBe(3);
});

/** Calls until the open breaker lets one through. */
async function firstToPass(client: MailcowClient): Promise<string> {
  for (;;) {
    try {
      return await getVersion(client);
    } catch (error) {
      if (!(error instanceof MailcowError) || error.code !== "circuit-open") {
        throw error;
      }
    }
  }
}

async function collectCodes(client: MailcowClient, count: number): Promise<readonly string[]> {
  const calls = Array.from({ length: count }, () => getVersion(client));
  const outcomes = await Promise.allSettled(calls);
  return outcomes.map((outcome) =>
    outcome.status === "rejected" && outcome.reason instanceof MailcowError ? outcome.reason.code : "ok",
  );
}
