import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkMailServer } from "@/lib/diagnostics/check-mail-server";
import { announceWebmail } from "@/lib/mailboxes/announce-webmail";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { requeueStrandedOperations } from "@/lib/mailboxes/requeue-stranded-operations";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { wakeWaitingOperations } from "@/lib/mailboxes/wake-waiting-operations";
import { deleteExpiredRows } from "@/lib/worker/delete-expired-rows";
import { startChore } from "@/lib/worker/start-chore";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

const DAY_MS = 86_400_000;

let portal: TestPortal;
beforeAll(async () => {
  portal = await openTestPortal({ client: { breaker: { openMs: 100 } } });
});
afterAll(() => portal.close());

const mailServer = () => portal.context.database.prisma.mailServerState.findUnique({ where: { id: 1 } });

test("the check keeps what pages need of Mailcow's answer: version, password rules, room in the domain, webmail", async () => {
  expect(await checkMailServer(portal.context)).toEqual({
    reachable: true,
    cameBack: false,
    webmailReady: true,
  });
  expect(await mailServer()).toMatchObject({
    reachable: true,
    version: expect.any(String),
    webmailReady: true,
  });
  expect(await getPasswordPolicy(portal.context)).toMatchObject({ minimumLength: expect.any(Number) });
  const domain = await portal.context.database.prisma.domain.findUniqueOrThrow({
    where: { name: "pasture.test" },
  });
  expect(domain).toMatchObject({ existsInMailcow: true, activeInMailcow: true, maxMailboxQuotaMiB: 10_240 });
});

test("silence and return are noticed once each, and what was known before stays", async () => {
  await checkMailServer(portal.context);
  const { version } = (await mailServer()) ?? {};
  portal.sandbox.setFault({ kind: "html" });
  expect(await checkMailServer(portal.context)).toMatchObject({ reachable: false, cameBack: false });
  expect(await mailServer()).toMatchObject({ reachable: false, lastErrorCode: "unclear-answer", version });
  portal.sandbox.setFault(null);
  expect(await checkMailServer(portal.context)).toMatchObject({ reachable: true, cameBack: true });
  expect(await checkMailServer(portal.context)).toMatchObject({ reachable: true, cameBack: false });
});

test("when Mailcow is back, what waits only for it is brought forward, and nothing else", async () => {
  const { prisma } = portal.context.database;
  const [server, grace] = [await portal.register(), await portal.register()];
  const later = new Date(Date.now() + DAY_MS);
  const waiting = { state: "WAITING", nextAttemptAt: later } as const;
  await prisma.operation.update({
    where: { id: server.operationId },
    data: { ...waiting, reason: "mail-server-unreachable" },
  });
  await prisma.operation.update({
    where: { id: grace.operationId },
    data: { ...waiting, reason: "grace-time" },
  });
  expect(await wakeWaitingOperations(portal.context)).toBe(1);
  expect((await portal.getOperation(server.operationId)).nextAttemptAt?.getTime()).toBeLessThan(
    Date.now() + 5_000,
  );
  expect((await portal.getOperation(grace.operationId)).nextAttemptAt).toEqual(later);
});

test("an operation that has its job, or is not due, is not queued again", async () => {
  const person = await portal.register();
  const old = { createdAt: new Date(Date.now() - DAY_MS) };
  await portal.context.database.prisma.operation.updateMany({ data: old });
  expect(await requeueStrandedOperations(portal.context)).toBe(0);
  await portal.context.database.pool.query("select graphile_worker.remove_job($1)", [
    `operation:${person.operationId}`,
  ]);
  expect(await requeueStrandedOperations(portal.context)).toBe(1);
  expect(await requeueStrandedOperations(portal.context)).toBe(0);
});

test("webmail that was late is ticked off once, for those who wait for nothing else", async () => {
  const person = await portal.register();
  const untouched = await portal.register();
  const withoutWebmail = {
    ...acceptEveryLogin(portal.context),
    webmail: { ...portal.context.webmail, isReady: async () => false },
  };
  await carryOutOperation(withoutWebmail, person.operationId);
  expect(await portal.getMailbox(person.mailboxId)).toMatchObject({ state: "ACTIVE", webmailReadyAt: null });
  await announceWebmail(portal.context);
  const { webmailReadyAt } = await portal.getMailbox(person.mailboxId);
  expect(webmailReadyAt).not.toBeNull();
  await announceWebmail(portal.context);
  expect((await portal.getMailbox(person.mailboxId)).webmailReadyAt).toEqual(webmailReadyAt);
  expect((await portal.getMailbox(untouched.mailboxId)).webmailReadyAt).toBeNull();
});

test("what has expired is forgotten, what lives is kept", async () => {
  const { prisma } = portal.context.database;
  const { accountId } = (await portal.register()).actor;
  const session = (expiresAt: Date) =>
    prisma.session.create({ data: { sidHash: randomUUID(), accountId, epoch: 0, expiresAt } });
  const captcha = (expiresAt: Date) =>
    prisma.spentCaptcha.create({ data: { signature: randomUUID(), expiresAt } });
  const [past, future] = [new Date(Date.now() - 8 * DAY_MS), new Date(Date.now() + DAY_MS)];
  const kept = [(await session(future)).sidHash, (await captcha(future)).signature];
  await Promise.all([session(past), captcha(past)]);
  await deleteExpiredRows(portal.context);
  await deleteExpiredRows(portal.context);
  expect([
    (await prisma.session.findFirst())?.sidHash,
    (await prisma.spentCaptcha.findFirst())?.signature,
  ]).toEqual(kept);
  expect([await prisma.session.count(), await prisma.spentCaptcha.count()]).toEqual([1, 1]);
});

test("rounds and what they did are forgotten by age: what only looked after 30 days, what deleted after a year", async () => {
  const { prisma } = portal.context.database;
  const round = async (
    days: number,
    run: Partial<Parameters<typeof prisma.cleanUpRun.create>[0]["data"]>,
  ) => {
    const startedAt = new Date(Date.now() - days * DAY_MS);
    const items = { create: { mailboxId: randomUUID(), outcome: "any" } };
    const data = { kind: "EXPIRED", state: "DONE", startedBy: "test", startedAt, items } as const;
    return (await prisma.cleanUpRun.create({ data: { ...data, ...run } })).id;
  };
  const kept = [
    await round(29, {}),
    await round(31, { planned: 1, done: 1 }),
    await round(364, { planned: 1, failed: 1 }),
    await round(364, { planned: 3, state: "RUNNING" }),
  ];
  const keptWithoutItems = [
    await round(31, { state: "REFUSED", planned: 3 }),
    await round(364, { state: "REFUSED" }),
  ];
  const gone = [
    await round(31, {}),
    await round(31, { isDryRun: true, planned: 3 }),
    await round(31, { kind: "QUOTA", planned: 3, done: 3 }),
    await round(31, { state: "FAILED" }),
    await round(366, { planned: 1, done: 1 }),
    await round(366, { state: "REFUSED", planned: 3 }),
  ];
  await prisma.cleanUpItem.createMany({
    data: Array.from({ length: 2_500 }, () => ({
      runId: gone[1] ?? "",
      mailboxId: randomUUID(),
      outcome: "any",
    })),
  });
  const day = (days: number) => new Date(new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10));
  await prisma.usageDay.createMany({
    data: [1_000, 1_200].map((days) => ({ day: day(days), domainName: "pasture.test" })),
  });
  await deleteExpiredRows(portal.context);
  const left = (await prisma.cleanUpRun.findMany({ select: { id: true } })).map(({ id }) => id);
  expect(left.sort()).toEqual([...kept, ...keptWithoutItems].sort());
  const items = (await prisma.cleanUpItem.findMany({ select: { runId: true } })).map(({ runId }) => runId);
  expect(items.sort()).toEqual(kept.sort());
  expect(await prisma.usageDay.findMany({ select: { day: true } })).toEqual([{ day: day(1_000) }]);
});

test("old deliveries are forgotten, but never one that is still to be made", async () => {
  const { prisma } = portal.context.database;
  const webhook = await prisma.webhook.create({
    data: { url: "https://example.org/", secretSealed: "x", events: [] },
  });
  const deliver = (state: string, days: number) => ({
    webhookId: webhook.id,
    event: "mailbox.created",
    payload: {},
    state,
    createdAt: new Date(Date.now() - days * DAY_MS),
  });
  await prisma.webhookDelivery.createMany({
    data: [deliver("waiting", 30), deliver("delivered", 6), deliver("delivered", 8), deliver("failed", 8)],
  });
  await deleteExpiredRows(portal.context);
  const left = await prisma.webhookDelivery.findMany({
    orderBy: { createdAt: "asc" },
    select: { state: true },
  });
  expect(left).toEqual([{ state: "waiting" }, { state: "delivered" }]);
});

test("waiting for an operation ends with its end, long before the time is up, or with the time", async () => {
  const person = await portal.register();
  const late = await waitForOperation(portal.context, person.operationId, { timeoutMs: 100 });
  expect(late.state).toBe("queued");
  const startedAt = Date.now();
  const waiting = waitForOperation(portal.context, person.operationId, { timeoutMs: 30_000 });
  await carryOutOperation(acceptEveryLogin(portal.context), person.operationId);
  expect((await waiting).state).toBe("done");
  expect(Date.now() - startedAt).toBeLessThan(10_000);
});

test("a chore that fails is done again, and stopping waits for the round at work", async () => {
  const rounds: string[] = [];
  const chore = startChore(portal.context, "test", 1, async () => {
    rounds.push("begun");
    await portal.context.database.pool.query("select pg_sleep(0.02)");
    rounds.push("ended");
    throw new Error("every time");
  });
  await waitUntil("three rounds", () => rounds.length >= 6);
  await chore.stop();
  expect(rounds.at(-1)).toBe("ended");
});
