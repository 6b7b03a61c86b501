import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requeueStrandedSendings } from "@/lib/sending/requeue-stranded-sendings";
import { bundleScript } from "@/tests/support/bundle-script";
import { createDeferred } from "@/tests/support/create-deferred";
import { scriptEnvironment } from "@/tests/support/script-environment";
import type { RegisteredPerson } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";
import { openSendingPortal, type SendingPortal, send } from "./open-sending-portal";

let sending: SendingPortal;
let ada: RegisteredPerson;
const children: ChildProcess[] = [];

beforeAll(async () => {
  sending = await openSendingPortal();
  const [first] = await sending.register(1);
  if (!first) throw new Error("nobody registered");
  ada = first;
});
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await sending?.close();
});

const mailsAbout = (subject: string) =>
  sending.drop.mails.filter(({ source }) => source.includes(`Subject: ${subject}\r\n`));

async function startProcess(): Promise<ChildProcess> {
  const script = await bundleScript("tests/integration/sending/sending-worker.script.ts");
  const child = spawn(process.execPath, [script], {
    env: scriptEnvironment(sending.portal.environment),
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, "data");
  return child;
}

/** As if the killed worker had been silent for an hour. */
async function ageDeadWorkers(): Promise<void> {
  const { pool } = sending.context.database;
  await pool.query("delete from worker_heartbeat");
  await pool.query(
    "update graphile_worker._private_jobs set locked_at = locked_at - interval '1 hour' where locked_at is not null",
  );
  await pool.query(
    "update graphile_worker._private_job_queues set locked_at = locked_at - interval '1 hour' where locked_at is not null",
  );
  await pool.query("update outgoing_message set started_at = started_at - interval '1 hour'");
}

describe("a worker process", () => {
  test("killed while the mail server has the message leaves it as one that may have been sent, and nobody sends it again", async () => {
    const child = await startProcess();
    const held = createDeferred<void>();
    sending.drop.behave({ hold: held.promise });
    const arrived = sending.drop.untilMessage();
    const id = await send(sending.context, ada, { subject: "killed" });
    await arrived;
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(await sending.getRow(id)).toMatchObject({ state: "SENDING", attempts: 1 });
    held.resolve();
    sending.drop.behave({});
    await ageDeadWorkers();
    const worker = await sending.portal.startWorker();
    const row = await sending.untilState(id, "MAYBE_SENT");
    expect(row).toMatchObject({ reason: "worker-died", attempts: 1 });
    // Mail that comes later goes out, so this one was passed over and not merely late.
    const next = await send(sending.context, ada, { subject: "after-the-killed" });
    await sending.untilState(next, "SENT");
    expect(mailsAbout("killed").length).toBeLessThanOrEqual(1);
    expect((await sending.getRow(id)).attempts).toBe(1);
    await worker.stop();
  }, 180_000);

  test("sends when the hold has passed, files the copy and wipes the rest, all by itself; two at once send one mail", async () => {
    const workers = await Promise.all([sending.portal.startWorker(), startProcess()]);
    const ids = await Promise.all(
      Array.from({ length: 8 }, (_, number) =>
        send(sending.context, ada, { subject: `by-itself-${number}`, holdSeconds: number % 3 }),
      ),
    );
    const { prisma } = sending.context.database;
    await waitUntil(
      "all filed",
      async () => {
        const filed = await prisma.outgoingMessage.count({
          where: { id: { in: ids }, filedAt: { not: null } },
        });
        return filed === ids.length;
      },
      60_000,
    );
    for (const [number, id] of ids.entries()) {
      expect(mailsAbout(`by-itself-${number}`)).toHaveLength(1);
      const { sendAt, startedAt } = await sending.getRow(id);
      expect(startedAt?.getTime()).toBeGreaterThanOrEqual(sendAt.getTime());
    }
    expect(await prisma.outgoingChunk.count({ where: { outgoingId: { in: ids } } })).toBe(0);
    await workers[0].stop();
    workers[1].kill("SIGKILL");
    await once(workers[1], "exit");
  }, 180_000);
});

test("a message whose job is gone is found and queued again, one that is due later is left alone", async () => {
  const lost = await send(sending.context, ada, { subject: "lost-job" });
  const held = await send(sending.context, ada, { subject: "held-job", holdSeconds: 60 });
  const { pool } = sending.context.database;
  await pool.query(
    "select graphile_worker.remove_job(key) from graphile_worker.jobs where key like 'outgoing:%'",
  );
  await pool.query("update outgoing_message set send_at = send_at - interval '10 minutes' where id = $1", [
    lost,
  ]);
  expect(await requeueStrandedSendings(sending.context)).toBe(1);
  expect(await requeueStrandedSendings(sending.context)).toBe(0);
  const { rows } = await pool.query("select key from graphile_worker.jobs where key like 'outgoing:%'");
  expect(rows).toEqual([{ key: `outgoing:${lost}` }]);
  expect((await sending.getRow(held)).state).toBe("HELD");
});
