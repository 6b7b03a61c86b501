import { describe, expect, test } from "vitest";
import { classifyLoginError } from "@/lib/imap/prove-login";

const failedLogin = (serverResponseCode?: string) =>
  Object.assign(new Error("Command failed"), { authenticationFailed: true, serverResponseCode });

describe("a failed login", () => {
  test.each(["AUTHENTICATIONFAILED", "authorizationfailed"])(
    "[%s] says that the password is wrong",
    (code) => {
      expect(classifyLoginError(failedLogin(code))).toEqual({ state: "refused" });
    },
  );

  test.each(["LIMIT", "UNAVAILABLE", "INUSE", "SERVERBUG", "EXPIRED", "CONTACTADMIN"])(
    "[%s] says nothing about the password",
    (code) => {
      expect(classifyLoginError(failedLogin(code))).toEqual({ state: "unavailable", cause: code });
    },
  );

  test("a NO without any code says nothing about the password", () => {
    expect(classifyLoginError(failedLogin())).toMatchObject({ state: "unavailable" });
  });

  test.each(["ECONNREFUSED", "ETIMEDOUT", "ECONNRESET"])("%s is the server's, not the password's", (code) => {
    expect(classifyLoginError(Object.assign(new Error("x"), { code }))).toEqual({
      state: "unavailable",
      cause: code,
    });
  });

  test.each([undefined, null, "text", 7, {}])("%j thrown instead of an error is survived", (thrown) => {
    expect(classifyLoginError(thrown)).toEqual({ state: "unavailable", cause: "connection failed" });
  });
});
