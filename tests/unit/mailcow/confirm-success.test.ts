import { expect, test } from "vitest";
import { confirmSuccess, type ExpectedSuccess } from "@/lib/mailcow/confirm-success";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { readAnswer } from "@/lib/mailcow/read-answer";
import { loadRecording } from "@/tests/support/load-recording";

const ENDPOINT = "test/call";

type Row = readonly [recording: string, expected: readonly ExpectedSuccess[]];

const added = (item: string): ExpectedSuccess[] => [{ code: "mailbox_added", item }];
const modified = (item: string): ExpectedSuccess[] => [{ code: "mailbox_modified", item }];
const removed = (item: string): ExpectedSuccess[] => [{ code: "mailbox_removed", item }];
const aliasAdded = (...items: string[]): ExpectedSuccess[] =>
  items.map((item) => ({ code: "alias_added", item }));

const DONE: readonly Row[] = [
  ["mailbox-add-ok", added("alice@example.org")],
  ["mailbox-add-full", added("full@example.org")],
  ["mailbox-edit-quota", modified("e1@hash.test")],
  ["mailbox-edit-custom-attribute", modified("e1@hash.test")],
  ["mailbox-delete-one", removed("d0@hash.test")],
  ["domain-add-ok", [{ code: "domain_added", item: "example.org" }]],
  ["domain-add-minimal", [{ code: "domain_added", item: "minimal.test" }]],
  ["domain-edit-ok", [{ code: "domain_modified", item: "ints.test" }]],
  ["domain-delete-ok", [{ code: "domain_removed", item: "rs.test" }]],
  ["domain-delete-unknown", [{ code: "domain_removed", item: "nope.test" }]],
  ["alias-add-ok", aliasAdded("info@hash.test")],
  ["alias-add-multi-address", aliasAdded("m1@hash.test", "m2@hash.test")],
  ["alias-edit-ok", [{ code: "alias_modified", item: "info@hash.test" }]],
  ["alias-edit-address", [{ code: "alias_modified", item: "info2@hash.test" }]],
  ["alias-edit-by-address-item", [{ code: "alias_modified", item: "info@hash.test" }]],
  ["alias-delete-by-address", [{ code: "alias_removed", item: "m1@hash.test" }]],
  ["app-passwd-add-ok", [{ code: "app_passwd_added" }]],
  ["app-passwd-edit-with-username", [{ code: "object_modified", item: "6" }]],
  ["app-passwd-delete", [{ code: "app_passwd_removed", item: "1" }]],
];

test.each(DONE)("%s is proof of success", (recording, expected) => {
  expect(classify(recording, expected)).toMatchObject({ hasWarnings: false });
});

test.each<Row>([
  ["outage-dockerapi-broken-delete-mailbox", removed("nogc@hash.test")],
  ["torn-no-quota2-delete", removed("tn1@two.test")],
])("%s is success with a warning", (recording, expected) => {
  expect(classify(recording, expected)).toMatchObject({ hasWarnings: true });
});

test.each<readonly [string, readonly ExpectedSuccess[], readonly string[]]>([
  ["mailbox-add-duplicate", added("alice@example.org"), ["object_exists"]],
  ["mailbox-add-duplicate-case", added("alice@example.org"), ["object_exists"]],
  ["mailbox-add-equals-alias", added("info@hash.test"), ["is_alias"]],
  ["mailbox-add-unknown-domain", added("bob@nope.test"), ["access_denied"]],
  ["mailbox-add-on-alias-domain", added("onalias@alias.test"), ["domain_not_found"]],
  ["mailbox-add-bad-localpart", added("x@example.org"), ["mailbox_invalid"]],
  ["mailbox-add-limit-reached", added("eleventh@example.org"), ["max_mailbox_exceeded"]],
  ["mailbox-add-quota-over-maxquota", added("big@example.org"), ["mailbox_quota_exceeded"]],
  ["mailbox-add-weak-password", added("weak@example.org"), ["password_complexity"]],
  ["mailbox-add-password-mismatch", added("weak@example.org"), ["password_mismatch"]],
  ["mailbox-edit-unknown", modified("ghost@hash.test"), ["access_denied"]],
  ["mailbox-edit-quota-too-big", modified("e1@hash.test"), ["mailbox_quota_left_exceeded"]],
  ["mailbox-edit-password-weak", modified("e1@hash.test"), ["password_complexity"]],
  ["mailbox-delete-unknown", removed("ghost@hash.test"), ["access_denied"]],
  ["mailbox-delete-items-object", removed("d4@hash.test"), ["access_denied"]],
  ["mailbox-delete-path-only", removed("d5@hash.test"), ["no_attributes"]],
  ["domain-add-duplicate", [{ code: "domain_added", item: "example.org" }], ["domain_exists"]],
  ["domain-add-invalid-name", [{ code: "domain_added", item: "not" }], ["domain_invalid"]],
  ["domain-add-maxquota-gt-quota", [{ code: "domain_added" }], ["mailbox_quota_exceeds_domain_quota"]],
  ["domain-add-zero-quota", [{ code: "domain_added" }], ["defquota_empty"]],
  ["domain-edit-unknown", [{ code: "domain_modified", item: "nope.test" }], ["domain_invalid"]],
  ["domain-delete-with-mailboxes", [{ code: "domain_removed", item: "del.test" }], ["domain_not_empty"]],
  ["alias-add-duplicate", aliasAdded("info@hash.test"), ["is_alias_or_mailbox"]],
  ["alias-add-empty-goto", aliasAdded("empty@hash.test"), ["goto_empty"]],
  ["alias-add-unknown-domain", aliasAdded("x@nope.test"), ["domain_not_found"]],
  ["alias-edit-unknown", [{ code: "alias_modified", item: "x@hash.test" }], ["alias_invalid"]],
  ["alias-delete-unknown", [{ code: "alias_removed", item: "x@hash.test" }], ["access_denied"]],
  ["app-passwd-add-unknown-mailbox", [{ code: "app_passwd_added" }], ["access_denied"]],
  ["app-passwd-edit-unknown", [{ code: "object_modified", item: "99999" }], ["app_passwd_id_invalid"]],
  ["app-passwd-delete-unknown", [{ code: "app_passwd_removed", item: "99999" }], ["app_passwd_id_invalid"]],
  ["rename-mbox-target-exists", modified("ap1@two.test"), ["unrecognised_message"]],
  ["body-wrong-content-type", added("x@y.test"), ["no_attributes"]],
  ["body-malformed-json-add", added("x@y.test"), ["invalid_json"]],
  ["method-delete-with-json", removed("x@y.test"), ["wrong_method"]],
  ["method-post-on-get", [], ["wrong_method"]],
  ["route-unknown-get-category", [], ["route_not_found"]],
  ["logs-auth-not-a-route", [], ["route_not_found"]],
])("%s is a refusal, with Mailcow's keys", (recording, expected, messageKeys) => {
  expect(catchError(recording, expected)).toMatchObject({ code: "rejected", messageKeys, isUnclear: false });
});

test.each<Row>([
  ["mailbox-add-name-too-long", added("longname@hash.test")],
  ["mailbox-add-password-nul", added("nulpw@hash.test")],
  ["race-duplicate-add", added("race@hash.test")],
  ["custom-attr-unequal", modified("ca2new@two.test")],
  ["domain-delete-items-object", [{ code: "domain_removed", item: "upper.test" }]],
  ["alias-add-array-goto", aliasAdded("arr@hash.test")],
  ["app-passwd-edit-active", [{ code: "object_modified", item: "1" }]],
  ["app-passwd-name-300", [{ code: "app_passwd_added" }]],
  ["app-passwd-get-id", []],
  ["status-unknown", []],
  ["auth-no-key-get-version", []],
  ["auth-bearer", []],
])("%s, an empty body with 200, is unclear", (recording, expected) => {
  expect(catchError(recording, expected)).toMatchObject({ code: "unclear-answer", isUnclear: true });
});

test.each<Row>([
  ["mailbox-edit-empty-items", modified("e1@hash.test")],
  ["body-edit-without-items", modified("e1@hash.test")],
  ["mailbox-delete-empty-list", removed("e1@hash.test")],
  ["alias-add-self-goto", aliasAdded("self@hash.test")],
])('%s says "Task completed", which proves nothing', (recording, expected) => {
  expect(catchError(recording, expected)).toMatchObject({ code: "unclear-answer", isUnclear: true });
});

test.each<Row>([
  ["outage-dockerapi-down", []],
  ["outage-dockerapi-down-wrong-key", []],
  ["outage-mysql-denied", []],
  ["outage-redis-auth-broken", []],
  ["outage-phpfpm-down", []],
  ["route-no-base", []],
])("%s, a page instead of JSON, is unclear", (recording, expected) => {
  expect(catchError(recording, expected)).toMatchObject({ code: "unclear-answer", isUnclear: true });
});

test.each([
  "auth-wrong-key",
  "auth-wrong-ip",
  "auth-ro-add",
  "auth-no-key-delete-mailbox",
  "auth-sec-fetch-dest",
])("%s is unauthorised, whatever its content type", (recording) => {
  expect(catchError(recording, [])).toMatchObject({ code: "unauthorised", isUnclear: false });
});

test.each<Row>([
  ["mailbox-edit-batch-one-bad", modified("e1@hash.test")],
  ["mailbox-edit-batch-one-invalid-address", modified("e3@hash.test")],
  ["mailbox-delete-unknown-among-good", removed("d1@hash.test")],
  ["alias-add-mixed-goto", aliasAdded("mixgoto@hash.test")],
  ["alias-edit-batch-one-bad", [{ code: "alias_modified", item: "info2@hash.test" }]],
  ["app-passwd-delete-batch", [{ code: "app_passwd_removed", item: "2" }]],
])("%s, a success beside a refusal, is unclear: a part was done", (recording, expected) => {
  expect(catchError(recording, expected)).toMatchObject({ code: "unclear-answer", messageKeys: [] });
});

test.each<Row>([
  ["mailbox-add-ok", added("somebody.else@example.org")],
  ["mailbox-add-ok", modified("alice@example.org")],
  ["alias-add-ok", aliasAdded("info@hash.test", "second@hash.test")],
])("%s does not prove a success of another item or another call", (recording, expected) => {
  expect(catchError(recording, expected)).toMatchObject({ code: "unclear-answer" });
});

function classify(recording: string, expected: readonly ExpectedSuccess[]): unknown {
  return confirmSuccess(ENDPOINT, readAnswer(ENDPOINT, loadRecording(recording)), expected);
}

function catchError(recording: string, expected: readonly ExpectedSuccess[]): MailcowError {
  try {
    classify(recording, expected);
  } catch (error) {
    if (error instanceof MailcowError) {
      return error;
    }
    throw error;
  }
  throw new Error(`${recording} was taken for a success`);
}

test.each([500, 502, 503, 404, 429])("HTTP %d with a list of successes is unclear all the same", (status) => {
  const text = '[{"type":"success","msg":["mailbox_added","a@b.test"]}]';
  expect(() => readAnswer(ENDPOINT, { status, text })).toThrow(`HTTP ${status}`);
});
