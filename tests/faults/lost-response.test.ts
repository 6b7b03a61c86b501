import { afterAll, beforeAll, expect, test } from "vitest";
import { listAppPasswords } from "@/lib/mailcow/app-passwords";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { openTestPortal, type RegisteredPerson, type TestPortal } from "@/tests/support/test-portal";
import { waitUntil } from "@/tests/support/wait-until";

const REGISTRATIONS = 200;

let portal: TestPortal;
beforeAll(async () => {
  // The breaker would make this take an hour: it has a test of its own.
  portal = await openTestPortal({ client: { breaker: { failures: 100_000 } } });
});
afterAll(() => portal.close());

async function registerMany(): Promise<readonly RegisteredPerson[]> {
  const people: RegisteredPerson[] = [];
  while (people.length < REGISTRATIONS) {
    people.push(...(await Promise.all(Array.from({ length: 10 }, () => portal.register()))));
  }
  return people;
}

test("200 registrations whose every change in Mailcow loses its answer: all ready, none twice", async () => {
  portal.sandbox.setFault({ kind: "lost-response", method: "POST" });
  await portal.startWorker(acceptEveryLogin(portal.context));
  const people = await registerMany();
  const { prisma } = portal.context.database;
  await waitUntil(
    "all mailboxes ready",
    async () => (await prisma.mailbox.count({ where: { state: "ACTIVE" } })) === REGISTRATIONS,
    200_000,
  );
  const { creations, mailboxes } = portal.sandbox.listMailboxes();
  expect(Object.values(creations)).toEqual(Array(REGISTRATIONS).fill(1));
  expect(new Set(mailboxes.map(({ address }) => address))).toEqual(
    new Set(people.map(({ address }) => address)),
  );
  expect(mailboxes.every(({ customAttributes }) => "pasture_proof" in customAttributes)).toBe(true);
  for (const { address } of people) {
    expect(await listAppPasswords(portal.context.mailcow, address)).toHaveLength(1);
  }
  const unfinished = await prisma.operation.count({
    where: { OR: [{ state: { not: "DONE" } }, { passwordHashSealed: { not: null } }] },
  });
  expect(unfinished).toBe(0);
});
