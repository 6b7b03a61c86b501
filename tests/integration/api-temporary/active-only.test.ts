import { afterAll, beforeAll, expect, test } from "vitest";
import { beginDeletion } from "@/lib/mailboxes/delete-mailbox";
import { openTestApi, type TestApi } from "../api/test-api";

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.startWorker();
});
afterAll(() => api.close());

test("GET /api/v1/admin/mailboxes?active_only=true leaves out what is not active", async () => {
  const [alive, off] = [await api.newActivePerson(), await api.newActivePerson()];
  await api.context.database.prisma.mailbox.update({
    where: { id: off.mailboxId },
    data: { state: "DISABLED" },
  });
  const token = await api.newToken(await api.newAdmin());
  const list = async (query: string) => {
    const { body } = await api.call("GET", `/api/v1/admin/mailboxes?${query}`, { token });
    return (body as { mailboxes: { email: string }[] }).mailboxes.map(({ email }) => email);
  };
  expect(await list("active_only=true")).toEqual([alive.address]);
  expect(await list("active_only=false")).toEqual([off.address, alive.address]);
  expect((await api.call("GET", "/api/v1/admin/mailboxes?active_only=maybe", { token })).status).toBe(422);
});

test("the beginning of a deletion for expiry is told to webhooks", async () => {
  const person = await api.newActivePerson();
  const { prisma } = api.context.database;
  const { id } = await prisma.webhook.create({
    data: { url: "https://203.0.113.1/", events: ["mailbox.expired"], secretSealed: "-", isActive: true },
  });
  const mailbox = await api.portal.getMailbox(person.mailboxId);
  await beginDeletion(
    api.context,
    { kind: "system", name: "test" },
    mailbox,
    new Date(Date.now() + 3_600_000),
    {
      plan: { cause: "expired" },
    },
  );
  const delivery = await prisma.webhookDelivery.findFirstOrThrow({ where: { webhookId: id } });
  expect(delivery.payload).toMatchObject({
    type: "mailbox.expired",
    data: { mailbox: { id: person.mailboxId, email: person.address } },
  });
});
