import { expect, test } from "vitest";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { getVersion } from "@/lib/mailcow/server-status";
import { connectReplay } from "@/tests/support/connect-replay";
import { createDeferred } from "@/tests/support/create-deferred";
import { loadRecording } from "@/tests/support/load-recording";

const version = loadRecording("status-version");

test("a full background queue sheds calls at once and does not delay an interactive one", async () => {
  const { server, client } = await connectReplay({ queueLimits: { interactive: 50, background: 2 } });
  server.reply(version);
  await getVersion(client);
  const arrived = createDeferred<void>();
  const release = createDeferred<void>();
  server.reply(async () => {
    arrived.resolve();
    await release.promise;
    return version;
  });
  const background = client.withPriority("background");
  const waiting = [getVersion(background), getVersion(background), getVersion(background)];
  await arrived.promise;
  const shed = await getVersion(background).catch((error: unknown) => error);
  server.reply(version);
  const interactive = await getVersion(client);
  release.resolve();

  expect(shed).toBeInstanceOf(MailcowError);
  expect((shed as MailcowError).code).toBe("overloaded");
  expect((shed as MailcowError).isUnclear).toBe(false);
  expect(interactive).toBe("2026-07b");
  await expect(Promise.all(waiting)).resolves.toHaveLength(3);
});

test("never more than three interactive calls and one background call are in flight", async () => {
  const { server, client } = await connectReplay();
  server.reply(version);
  await getVersion(client);
  let inFlight = 0;
  let mostInFlight = 0;
  const four = createDeferred<void>();
  server.reply(async () => {
    inFlight += 1;
    mostInFlight = Math.max(mostInFlight, inFlight);
    if (inFlight === 4) {
      four.resolve();
    }
    await four.promise;
    inFlight -= 1;
    return version;
  });
  const background = client.withPriority("background");
  await Promise.all(
    Array.from({ length: 20 }, (_, position) => getVersion(position % 2 === 0 ? client : background)),
  );
  expect(mostInFlight).toBe(4);
});
