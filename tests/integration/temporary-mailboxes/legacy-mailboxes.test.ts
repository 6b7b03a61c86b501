import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountActor, Actor } from "@/lib/context/actor";
import type { WorkerContext } from "@/lib/context/portal-context";
import { saveDomain } from "@/lib/domains/save-domain";
import { saveSharedCredentials } from "@/lib/domains/save-shared-credentials";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { cancelDeletion } from "@/lib/mailboxes/cancel-deletion";
import { carryOutOperation } from "@/lib/mailboxes/carry-out-operation";
import { changeMailboxPassword } from "@/lib/mailboxes/change-mailbox-password";
import { isAddressClaimed } from "@/lib/mailboxes/claim-address";
import { deleteMailbox } from "@/lib/mailboxes/delete-mailbox";
import { compareDatabase } from "@/lib/mailboxes/deletion-gate";
import { refreshMailbox } from "@/lib/mailboxes/refresh-mailbox";
import { updateMailbox } from "@/lib/mailboxes/update-mailbox";
import { addDomain } from "@/lib/mailcow/domains";
import { createTemporaryMailbox } from "@/lib/temporary-mailboxes/create-temporary-mailbox";
import { deleteTemporaryMailbox } from "@/lib/temporary-mailboxes/delete-temporary-mailbox";
import {
  findTemporaryMailbox,
  listTemporaryMailboxes,
  revealPassword,
} from "@/lib/temporary-mailboxes/queries";
import { acceptEveryLogin } from "@/tests/support/accept-every-login";
import { makeByHand } from "@/tests/support/make-by-hand";
import { openTestPortal, TEST_PASSWORD, type TestPortal } from "@/tests/support/test-portal";

const ADMIN: Actor = { kind: "system", name: "test" };

let portal: TestPortal;
let context: WorkerContext;
let owner: AccountActor;
let domain: string;
let count = 0;

// Without a worker: every call Mailcow gets is the test's own.
beforeAll(async () => {
  portal = await openTestPortal();
  context = acceptEveryLogin(portal.context);
  // What a worker does when it starts, for all that it will delete.
  await compareDatabase(context);
  owner = (await portal.register()).actor;
  await saveSharedCredentials(context, ADMIN, { key: "shared", username: "all@example.org", password: "p" });
});
afterAll(() => portal.close());

beforeEach(async () => {
  count += 1;
  domain = `legacy${count}.example.org`;
  await addDomain(context.mailcow, { domain });
  await saveDomain(context, ADMIN, { name: domain, kind: "legacy", credentialsKey: "shared" });
  portal.sandbox.resetCalls();
});

async function make() {
  const result = await createTemporaryMailbox(context, owner, { domain });
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

async function carryOut(
  begun: { ok: true; value: { operationId: string } } | { ok: false; failure: unknown },
) {
  if (!begun.ok) throw new Error(JSON.stringify(begun.failure));
  await carryOutOperation(context, begun.value.operationId);
}

const deleteAtOnce = ({ mailboxId, address }: { mailboxId: string; address: string }) =>
  deleteMailbox(context, ADMIN, { mailboxId, confirmAddress: address, graceHours: 0 });

test("an address comes at once, without a password, and ends without a single call to Mailcow", async () => {
  const created = await make();
  expect(created).toMatchObject({ password: null, operationId: null });
  expect(await portal.getMailbox(created.mailboxId)).toMatchObject({ state: "ACTIVE", backend: "LEGACY" });
  const view = await findTemporaryMailbox(context, owner, created);
  expect(view).toMatchObject({ kind: "legacy", state: "active", hasPassword: false });
  expect(await revealPassword(context, owner, created)).toMatchObject({ failure: { reason: "no-password" } });
  await refreshMailbox(context, created.mailboxId);
  expect(await portal.getMailbox(created.mailboxId)).toMatchObject({ state: "ACTIVE", reason: null });
  await carryOut(await deleteTemporaryMailbox(context, owner, { mailboxId: created.mailboxId }));
  expect(await portal.getMailbox(created.mailboxId)).toMatchObject({ state: "DELETED", address: null });
  expect((await listTemporaryMailboxes(context, owner)).map(({ id }) => id)).not.toContain(created.mailboxId);
  expect(portal.sandbox.calls()).toEqual([]);
});

test("no other wish for it reaches Mailcow either", async () => {
  const { mailboxId } = await make();
  const notReady = { failure: { reason: "mailbox-not-ready" } };
  expect(await updateMailbox(context, ADMIN, { mailboxId, quotaMiB: 5 })).toMatchObject(notReady);
  const change = { mailboxId, newPassword: TEST_PASSWORD };
  expect(await changeMailboxPassword(context, ADMIN, change)).toMatchObject(notReady);
  await deleteTemporaryMailbox(context, owner, { mailboxId });
  expect(await cancelDeletion(context, owner, { mailboxId })).toMatchObject({
    failure: { reason: "too-late" },
  });
  expect(portal.sandbox.calls()).toEqual([]);
});

test("its address is never given out again", async () => {
  const created = await make();
  await carryOut(await deleteAtOnce(created));
  const address = parseWholeAddress(created.address);
  if (!address) throw new Error("not an address");
  expect(await isAddressClaimed(context, address)).toBe(true);
});

test("after the switch to Mailcow new mailboxes are made there, and the old one's end spares Mailcow's of that name", async () => {
  const old = await make();
  await saveDomain(context, ADMIN, { name: domain, kind: "managed" });
  await makeByHand(context.mailcow, old.address, { attributeHash: "not-ours" });
  const fresh = await make();
  await carryOutOperation(context, fresh.operationId ?? "");
  expect(await portal.getMailbox(fresh.mailboxId)).toMatchObject({ backend: "MANAGED", state: "ACTIVE" });
  expect(await portal.getMailbox(old.mailboxId)).toMatchObject({ backend: "LEGACY", state: "ACTIVE" });
  portal.sandbox.resetCalls();
  await carryOut(await deleteAtOnce(old));
  expect(await portal.getMailbox(old.mailboxId)).toMatchObject({ state: "DELETED" });
  expect(portal.sandbox.calls()).toEqual([]);
  expect(portal.sandbox.listMailboxes().mailboxes.map(({ address }) => address)).toContain(old.address);
});

test("after the switch away from Mailcow its mailboxes are still deleted there", async () => {
  await saveDomain(context, ADMIN, { name: domain, kind: "managed" });
  const old = await make();
  await carryOutOperation(context, old.operationId ?? "");
  await saveDomain(context, ADMIN, { name: domain, kind: "legacy" });
  expect(await make()).toMatchObject({ operationId: null, password: null });
  await carryOut(await deleteAtOnce(old));
  expect(await portal.getMailbox(old.mailboxId)).toMatchObject({ state: "DELETED", backend: "MANAGED" });
  expect(portal.sandbox.listMailboxes().mailboxes.map(({ address }) => address)).not.toContain(old.address);
});
