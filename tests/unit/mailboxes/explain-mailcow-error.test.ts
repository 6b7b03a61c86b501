import { describe, expect, test } from "vitest";
import { explainMailcowError } from "@/lib/mailboxes/explain-mailcow-error";
import { MailcowError, type MailcowErrorCode } from "@/lib/mailcow/mailcow-error";

const ENDPOINT = "add/mailbox";
const refused = (...messageKeys: string[]) =>
  explainMailcowError(new MailcowError({ code: "rejected", endpoint: ENDPOINT, messageKeys }));
const failed = (code: MailcowErrorCode, cause?: MailcowError) =>
  explainMailcowError(new MailcowError({ code, endpoint: ENDPOINT, cause }));

describe("what Mailcow's refusals mean for the person", () => {
  test.each([
    ["object_exists", "needs-user", "address-taken"],
    ["is_alias", "needs-user", "address-taken"],
    ["is_spam_alias", "needs-user", "address-taken"],
    ["access_denied", "needs-admin", "domain-missing"],
    ["domain_not_found", "needs-admin", "domain-missing"],
    ["max_mailbox_exceeded", "needs-admin", "domain-full"],
    ["mailbox_quota_exceeded", "needs-admin", "quota-too-large"],
    ["mailbox_quota_left_exceeded", "needs-admin", "domain-quota-full"],
    ["mailbox_invalid", "needs-admin", "address-refused"],
    ["password_complexity", "needs-admin", "password-refused"],
    ["something_new", "needs-admin", "refused"],
  ] as const)("%s is %s, because of %s", (key, kind, reason) => {
    expect(refused(key)).toEqual({ kind, reason });
  });

  test("a refusal without any key is still one that an admin sees", () => {
    expect(refused()).toEqual({ kind: "needs-admin", reason: "refused" });
  });
});

describe("what goes on by itself", () => {
  test.each([
    ["unreachable", "mail-server-unreachable"],
    ["timed-out", "mail-server-slow"],
    ["overloaded", "mail-server-slow"],
    ["unclear-answer", "mail-server-unclear"],
    ["unauthorised", "mail-server-refuses-key"],
    ["circuit-open", "mail-server-unreachable"],
  ] as const)("%s is tried again, and the page says %s", (code, reason) => {
    expect(failed(code)).toEqual({ kind: "retry", reason });
  });

  test("an open breaker tells what opened it", () => {
    const cause = new MailcowError({ code: "unauthorised", endpoint: ENDPOINT });
    expect(failed("circuit-open", cause)).toEqual({ kind: "retry", reason: "mail-server-refuses-key" });
  });
});
