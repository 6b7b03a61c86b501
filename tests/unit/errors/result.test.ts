import { expect, test } from "vitest";
import { fail, succeed } from "@/lib/errors/result";

test("a result carries either its value or its failure, never both", () => {
  expect(succeed(1)).toEqual({ ok: true, value: 1 });
  expect(fail({ reason: "taken" })).toEqual({ ok: false, failure: { reason: "taken" } });
});
