import { afterAll, expect, test } from "vitest";
import { getVersion } from "@/lib/mailcow/server-status";
import { openContractTarget } from "@/tests/support/contract-target";

const target = await openContractTarget();
afterAll(() => target.close());

test("§1 the key counts in X-API-Key, in any case", async () => {
  await expect(getVersion(target.client)).resolves.toMatch(/\d{4}/);
});

test("§1 without a key a GET is 200 with an empty body, not an error", async () => {
  const answer = await target.raw("get/status/version", { headers: { "X-API-Key": "" } });
  expect(answer).toMatchObject({ status: 200, text: "" });
});

test("§1 without a key add is 200 with an empty body and does nothing", async () => {
  const mailbox = target.newMailbox();
  const answer = await target.raw("add/mailbox", {
    headers: { "X-API-Key": "" },
    body: { local_part: mailbox.localPart, domain: mailbox.domain },
  });
  expect(answer).toMatchObject({ status: 200, text: "" });
  expect((await target.raw(`get/mailbox/${mailbox.address}`)).json).toEqual({});
});

test("§1 without a key delete is 403", async () => {
  const answer = await target.raw("delete/mailbox", { headers: { "X-API-Key": "" }, body: ["x@y.test"] });
  expect(answer.status).toBe(403);
});

test("§1 Sec-Fetch-Dest other than empty is 403", async () => {
  const answer = await target.raw("get/status/version", { headers: { "Sec-Fetch-Dest": "document" } });
  expect(answer).toMatchObject({ status: 403, text: "" });
});

test("§1 characters outside letters, digits and hyphen are dropped from a key", async () => {
  const answer = await target.raw("get/status/version", { headers: { "X-API-Key": "!" } });
  expect(answer).toMatchObject({ status: 200, text: "" });
});

test("§2 an action without items says only that the task is completed", async () => {
  const answer = await target.raw("edit/mailbox", { body: { items: [], attr: { active: "0" } } });
  expect(answer.json).toEqual({ type: "success", msg: "Task completed" });
});

test("§2 an empty delete list says only that the task is completed", async () => {
  const answer = await target.raw("delete/mailbox", { body: [] });
  expect(answer.json).toEqual({ type: "success", msg: "Task completed" });
});

test("§2 an edit without items says only that the task is completed", async () => {
  const answer = await target.raw("edit/mailbox", { body: { attr: { active: "1" } } });
  expect(answer.json).toEqual({ type: "success", msg: "Task completed" });
});

test("§3 an unknown route is 404 with a JSON error", async () => {
  const answer = await target.raw("get/foo");
  expect(answer).toMatchObject({ status: 404, json: { type: "error", msg: "route not found" } });
});

test("§3 get by POST is 405", async () => {
  const answer = await target.raw("get/status/version", { body: {} });
  expect(answer).toMatchObject({ status: 405, json: { type: "error" } });
});

test("§3 HEAD is 405: no health check by HEAD", async () => {
  expect((await target.raw("get/status/version", { method: "HEAD" })).status).toBe(405);
});

test("§3 malformed JSON is 400 with a JSON error", async () => {
  const answer = await target.raw("add/mailbox", { body: '{"a":' });
  expect(answer).toMatchObject({ status: 400, json: { msg: "Request body doesn't contain valid json!" } });
});

test("§3 a body with another content type is 200 with an error object", async () => {
  const answer = await target.raw("add/mailbox", {
    body: '{"local_part":"x"}',
    headers: { "Content-Type": "text/plain" },
  });
  expect(answer).toMatchObject({
    status: 200,
    json: { type: "error", msg: "Cannot find attributes in post data" },
  });
});

test("§3 the DELETE method deletes nothing", async () => {
  const answer = await target.raw("delete/mailbox/x@y.test", { method: "DELETE" });
  expect(answer).toMatchObject({ status: 200, json: { type: "error" } });
});

test("§3 an unknown status is 200 with an empty body", async () => {
  expect(await target.raw("get/status/foo")).toMatchObject({ status: 200, text: "" });
});
