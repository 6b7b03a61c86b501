import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { authenticateToken } from "@/lib/api-tokens/authenticate-token";
import { createToken } from "@/lib/api-tokens/create-token";
import { listTokens } from "@/lib/api-tokens/queries";
import { listMailboxes } from "@/lib/mailboxes/queries";
import { requestMailbox } from "@/lib/mailboxes/request-mailbox";
import { saveWebhook } from "@/lib/notifications/save-webhook";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { listTemporaryMailboxes } from "@/lib/temporary-mailboxes/queries";
import { apiRoutes } from "@/lib/web/api/api-routes";
import { type RegisteredPerson, TEST_PASSWORD } from "../../support/test-portal";
import { type ApiReply, openTestApi, type TestApi } from "./test-api";

let api: TestApi;
let ada: RegisteredPerson;
let bob: RegisteredPerson;
let second: Awaited<ReturnType<TestApi["newSecondMailbox"]>>;
/** Ada's, with all rights over one of her two mailboxes each. */
let here: string;
let elsewhere: string;

beforeAll(async () => {
  api = await openTestApi();
  await api.startWorker();
  [ada, bob] = await Promise.all([api.newActivePerson(), api.newActivePerson()]);
  second = await api.newSecondMailbox(await api.newToken(ada.address));
  await api.portal.untilMailbox(second.mailboxId, "ACTIVE");
  here = await api.newToken(ada.address, { mailboxAddresses: [ada.address] });
  elsewhere = await api.newToken(ada.address, { mailboxAddresses: [second.address] });
});
afterAll(() => api?.close());

interface OfTheMailbox {
  readonly method: string;
  readonly route: string;
  readonly body?: () => unknown;
  readonly statuses: readonly number[];
  /** Code with which somebody is answered who has no such mailbox. */
  readonly none: "no-mailbox" | "not-found";
  /** Settles when the right token's call can be done. */
  readonly ready?: () => Promise<unknown>;
}

/** About the account's own mailbox. In this order: it is deleted, and the deletion undone. */
const OF_THE_MAILBOX: readonly OfTheMailbox[] = [
  { method: "GET", route: "/mailbox/info", statuses: [200], none: "no-mailbox" },
  { method: "GET", route: "/mailbox/webmail-url", statuses: [200], none: "no-mailbox" },
  { method: "GET", route: "/operations/{id}", statuses: [200], none: "not-found" },
  { method: "POST", route: "/operations/{id}/retry", statuses: [409], none: "not-found" },
  {
    method: "POST",
    route: "/mailbox/update-password",
    body: () => ({ new_password: "seven quiet lanterns drift" }),
    statuses: [200, 202],
    none: "no-mailbox",
  },
  {
    method: "PATCH",
    route: "/mailbox",
    body: () => ({ display_name: "Ada" }),
    statuses: [200, 202],
    none: "no-mailbox",
  },
  {
    method: "DELETE",
    route: "/mailbox",
    body: () => ({ confirm_address: ada.address }),
    statuses: [202],
    none: "no-mailbox",
  },
  {
    method: "POST",
    route: "/mailbox/cancel-deletion",
    statuses: [200, 202],
    none: "no-mailbox",
    ready: untilLoginsAreOff,
  },
];

/** While the worker switches the logins off, a cancellation is refused as too late. */
async function untilLoginsAreOff(): Promise<void> {
  const where = { mailboxId: ada.mailboxId, kind: "DELETE_MAILBOX" } as const;
  const { id } = await api.context.database.prisma.operation.findFirstOrThrow({ where });
  await api.portal.untilOperation(id, "WAITING");
}

function ask({ method, route, body }: OfTheMailbox, token: string): Promise<ApiReply> {
  const path = `/api/v1${route.replace("{id}", ada.operationId)}`;
  return api.call(method, path, { token, ...(body ? { body: body() } : {}) });
}

describe.each(OF_THE_MAILBOX.map((call) => [`${call.method} ${call.route}`, call] as const))(
  "%s",
  (_name, call) => {
    test("with a token limited to another mailbox: there is none", async () => {
      const { prisma } = api.context.database;
      const before = await prisma.operation.count();
      const reply = await ask(call, elsewhere);
      expect([reply.status, reply.body]).toMatchObject([404, { code: call.none }]);
      expect(await prisma.operation.count()).toBe(before);
    });

    test("with a token limited to this mailbox: done", async () => {
      await call.ready?.();
      const reply = await ask(call, here);
      expect(call.statuses, JSON.stringify(reply.body)).toContain(reply.status);
    });
  },
);

/** The rest: of mail and of temporary mailboxes the tests of those routes tell. */
const OF_THE_ACCOUNT = apiRoutes.filter(({ reach }) => reach === "account");

test("the routes about single mailboxes are these, and every other one is about the account", () => {
  const open = apiRoutes
    .filter(({ reach, tag }) => reach === "mailbox" && tag !== "Mail")
    .map(({ method, path }) => `${method} ${path.replace("/api/v1", "")}`);
  const expected = [
    ...OF_THE_MAILBOX.map(({ method, route }) => `${method} ${route}`),
    "GET /mailbox/{email}/info",
  ];
  expect(open.sort()).toEqual(expected.sort());
  expect(OF_THE_ACCOUNT.map(({ path }) => path)).toContain("/api/v1/mailbox/create");
});

test.each(OF_THE_ACCOUNT.map(({ method, path }) => [method, path] as const))(
  "%s %s concerns the whole account: 403, with a sentence that says so",
  async (method, path) => {
    const reply = await api.call(method, path.replace(/\{\w+\}/g, "x"), { token: here });
    expect([reply.status, reply.body]).toMatchObject([
      403,
      { code: "token-bound", detail: expect.stringContaining("whole account") },
    ]);
  },
);

describe("the services say the same without a door before them", () => {
  const actorOf = async (token: string) => {
    const bearer = await authenticateToken(api.context, token, "192.0.2.7");
    if (!bearer) throw new Error("the token opens nothing");
    return bearer.actor;
  };

  test("no mailbox, no webhook, no token, and no list of tokens", async () => {
    const actor = await actorOf(here);
    const refused = { ok: false, failure: { reason: "not-allowed" } };
    expect(await createTemporaryMailbox(api.context, actor, {})).toEqual(refused);
    expect(await requestMailbox(api.context, actor, { password: TEST_PASSWORD })).toEqual(refused);
    const webhook = { url: "https://receiver.example/", events: ["mailbox.created" as const] };
    expect(await saveWebhook(api.context, actor, webhook)).toEqual(refused);
    expect(await createToken(api.context, actor, { name: "x", scopes: ["*"] })).toEqual(refused);
    expect(await listTokens(api.context, actor)).toEqual([]);
  });

  test("lists name only its mailboxes", async () => {
    expect(await listTemporaryMailboxes(api.context, await actorOf(here))).toEqual([]);
    const listed = await listTemporaryMailboxes(api.context, await actorOf(elsewhere));
    expect(listed.map(({ address }) => address)).toEqual([second.address]);
  });

  test("an admin's limited token administrates nothing, though it has all scopes", async () => {
    const boss = await api.newActivePerson();
    await api.context.database.prisma.account.update({
      where: { address: boss.address },
      data: { role: "ADMIN" },
    });
    const list = async (mailboxAddresses?: string[]) => {
      const token = await api.newToken(boss.address, mailboxAddresses ? { mailboxAddresses } : {});
      return (await listMailboxes(api.context, await actorOf(token), { limit: 5 })).ok;
    };
    expect([await list(), await list([boss.address])]).toEqual([true, false]);
    const given = { name: "x", scopes: ["admin:read" as const], mailboxAddresses: [boss.address] };
    expect(await createToken(api.context, { ...boss.actor, role: "ADMIN" }, given)).toMatchObject({
      failure: { reason: "scope-beyond-mailboxes" },
    });
  });
});

describe("making one", () => {
  const make = (mailboxAddresses: string[]) =>
    createToken(api.context, ada.actor, { name: "x", scopes: ["mail:read"], mailboxAddresses });

  test("takes the account's own addresses only, however they are written, and lists them", async () => {
    for (const addresses of [[bob.address], ["nobody@pasture.test"], [ada.address, bob.address]]) {
      expect(await make(addresses)).toMatchObject({ failure: { reason: "mailbox-not-own" } });
    }
    const made = await make([ada.address.toUpperCase(), second.address, ada.address]);
    const listed = await listTokens(api.context, ada.actor);
    const token = listed.find(({ id }) => made.ok && id === made.value.tokenId);
    expect([...(token?.mailboxes ?? [])].sort()).toEqual([ada.address, second.address].sort());
  });

  test("a list without an address is no token for everything", async () => {
    await expect(make([])).rejects.toThrow();
  });
});

describe("when a mailbox is gone", () => {
  test("its token opens nothing, one for two keeps the other, and neither becomes one for all", async () => {
    const owner = await api.newActivePerson();
    const gone = await api.newSecondMailbox(await api.newToken(owner.address));
    const bind = (...mailboxAddresses: string[]) => api.newToken(owner.address, { mailboxAddresses });
    const [one, two] = [await bind(gone.address), await bind(gone.address, owner.address)];
    const infoOf = (token: string, address: string) =>
      api.call("GET", `/api/v1/mailbox/${encodeURIComponent(address)}/info`, { token });
    expect([(await infoOf(one, gone.address)).status, (await infoOf(two, gone.address)).status]).toEqual([
      200, 200,
    ]);
    await api.markDeleted(gone.mailboxId);
    const own = (token: string) => api.call("GET", "/api/v1/mailbox/info", { token });
    expect([(await own(one)).status, (await own(two)).status]).toEqual([401, 200]);
    expect((await infoOf(two, gone.address)).status).toBe(404);
    const later = await api.newSecondMailbox(await api.newToken(owner.address));
    expect((await infoOf(two, later.address)).status).toBe(404);
    const listed = await listTokens(api.context, owner.actor);
    expect(listed.flatMap(({ mailboxes }) => (mailboxes === null ? [] : [mailboxes])).sort()).toEqual([
      [],
      [owner.address],
    ]);
  });

  test("also when its row is gone, or somebody else's", async () => {
    const owner = await api.newActivePerson();
    const [lost, given] = [owner.address, owner.address].map((address) =>
      api.newToken(owner.address, { mailboxAddresses: [address] }),
    );
    const { prisma } = api.context.database;
    const opens = async (token: string | undefined) =>
      (await api.call("GET", "/api/v1/mailbox/info", { token: token ?? "" })).status;
    const [lostToken, givenToken] = [await lost, await given];
    expect([await opens(lostToken), await opens(givenToken)]).toEqual([200, 200]);
    const row = { mailboxId: owner.mailboxId };
    await prisma.mailbox.update({ where: { id: owner.mailboxId }, data: { accountId: bob.actor.accountId } });
    expect(await opens(givenToken)).toBe(401);
    await prisma.apiTokenMailbox.deleteMany({ where: row });
    await prisma.mailbox.update({
      where: { id: owner.mailboxId },
      data: { accountId: owner.actor.accountId },
    });
    expect(await opens(lostToken)).toBe(401);
  });
});
