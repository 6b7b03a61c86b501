import { expect, test } from "vitest";
import { cleanUpInactive } from "@/lib/clean-up/clean-up-inactive";
import { closingPortals } from "@/tests/support/closing-portals";
import { OPERATOR, type SeededPortal } from "@/tests/support/seeded-portal";
import { unwrap } from "@/tests/support/unwrap";
import { waitUntil } from "@/tests/support/wait-until";

const { open } = closingPortals();

async function round(opened: SeededPortal, input: Parameters<typeof cleanUpInactive>[2] = {}) {
  return unwrap(await cleanUpInactive(opened.context, OPERATOR, input));
}

test("with every last login at zero the rule does not run, approved or not", async () => {
  const opened = await open({ count: 5 });
  for (const isApproved of [false, true]) {
    expect(await round(opened, { isApproved })).toMatchObject({
      state: "refused",
      reason: "no-last-logins",
      begun: 0,
    });
  }
  expect(await opened.countStates()).toEqual({ ACTIVE: 5 });
});

test("who logged in, reads in the portal, or is a person keeps the mailbox; the idle one goes", async () => {
  const opened = await open({ count: 4, loginAt: new Date() });
  const [loggedIn, reader, person, idle] = opened.seeds;
  const { pool } = opened.context.database;
  await pool.query("update mailbox set read_at = now() - interval '1 hour' where id = $1", [reader?.id]);
  await pool.query("update mailbox set purpose = 'PERSON' where id = $1", [person?.id]);
  const outcome = await round(opened, { graceHours: 0 });
  expect(outcome).toMatchObject({ state: "done", addresses: [idle?.address] });
  await opened.startWorker();
  await opened.untilMailbox(idle?.id ?? "", "DELETED");
  expect(await opened.getMailbox(loggedIn?.id ?? "")).toMatchObject({ state: "ACTIVE" });
  expect(opened.deleteCalls()).toBe(1);
});

test("a sign of life after the round saves the mailbox", async () => {
  const opened = await open({ count: 2, loginAt: new Date() });
  const idle = opened.seeds[1];
  await round(opened, { graceHours: 0 });
  await opened.context.database.pool.query("update mailbox set read_at = now() where id = $1", [idle?.id]);
  await opened.startWorker();
  await opened.untilMailbox(idle?.id ?? "", "ACTIVE");
  const item = await waitUntil("books", () =>
    opened.context.database.prisma.cleanUpItem.findFirst({ where: { outcome: "kept" } }),
  );
  expect(item.mailboxId).toBe(idle?.id);
  expect(opened.deleteCalls()).toBe(0);
});

test("more than the budget stops and asks", async () => {
  const opened = await open({ count: 30, loginAt: new Date() });
  expect(await round(opened)).toMatchObject({ state: "refused", reason: "more-than-allowed", planned: 29 });
  expect(await opened.countStates()).toEqual({ ACTIVE: 30 });
});
