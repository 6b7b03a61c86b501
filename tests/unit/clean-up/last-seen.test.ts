import { expect, test } from "vitest";
import { lastSeenAt } from "@/lib/mailboxes/last-seen";

const createdAt = new Date("2026-11-01T00:00:00Z");
const day = (date: number) => new Date(Date.UTC(2026, 10, date, 12));
const mailbox = { logins: [null, null], portalLogins: [null], readAt: null, createdAt };

test("a mailbox nobody ever used was last seen when it was made", () => {
  expect(lastSeenAt(mailbox)).toEqual(createdAt);
});

test("the newest of all services and the portal's own reading counts", () => {
  expect(lastSeenAt({ ...mailbox, logins: [day(3), day(9)], readAt: day(5) })).toEqual(day(9));
  expect(lastSeenAt({ ...mailbox, logins: [day(3), null], readAt: day(5) })).toEqual(day(5));
});

test("the portal's own proving login is no sign of a person", () => {
  const own = new Date(day(7).getTime() + 20_000);
  expect(lastSeenAt({ ...mailbox, logins: [day(3), day(7)], portalLogins: [own] })).toEqual(day(3));
});
