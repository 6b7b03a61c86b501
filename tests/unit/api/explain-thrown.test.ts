import { describe, expect, test } from "vitest";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { explainThrown } from "@/lib/web/api/explain-thrown";

function withCode(code: string, message = "x"): Error {
  return Object.assign(new Error(message), { code });
}

function prismaError(cause: object): Error {
  return Object.assign(withCode("P2039"), {
    meta: { driverAdapterError: { name: "DriverAdapterError", cause } },
  });
}

describe("what is worth trying again", () => {
  test.each([
    ["refused by the system", withCode("ECONNREFUSED")],
    ["the server shuts down", withCode("57P01")],
    ["the server starts up", withCode("57P03")],
    ["too many connections", withCode("53300")],
    ["a standby", withCode("25006")],
    ["Prisma cannot reach the server", withCode("P1001")],
    ["Prisma found no free connection", withCode("P2024")],
    ["deep in the causes", new Error("a", { cause: new Error("b", { cause: withCode("08006") }) })],
    ["a connection cut under Prisma", prismaError({ kind: "postgres", code: "57P01" })],
    ["a server gone under Prisma", prismaError({ kind: "DatabaseNotReachable" })],
    ["no connection in time", new Error("timeout exceeded when trying to connect")],
    ["a connection that ended", new Error("Connection terminated unexpectedly")],
  ])("a database away: %s", (_case, error) => {
    expect(explainThrown(error)).toEqual({ reason: "portal-unavailable" });
  });

  test("a mail server away, whatever the reason", () => {
    const error = new MailcowError({ code: "timed-out", endpoint: "get/mailbox" });
    expect(explainThrown(error)).toEqual({ reason: "mail-server-unavailable" });
  });
});

describe("what is our bug", () => {
  test.each([
    ["a broken promise of ours", new TypeError("x is not a function")],
    ["a constraint", withCode("23505")],
    ["a row that is not there", withCode("P2025")],
    ["wrong SQL under Prisma", prismaError({ kind: "postgres", code: "42601" })],
    ["a missing file", withCode("ENOENT")],
    ["something that is no error", "text"],
    ["nothing", undefined],
  ])("%s", (_case, error) => {
    expect(explainThrown(error)).toEqual({ reason: "internal-error" });
  });

  test("causes that go round in a circle end", () => {
    const error = new Error("a");
    error.cause = error;
    expect(explainThrown(error)).toEqual({ reason: "internal-error" });
  });
});
