import { expect, test } from "vitest";
import { z } from "zod";
import { defineRoute, reply } from "@/lib/web/api/define-route";

test("an answer that the document does not name never leaves", async () => {
  const route = defineRoute({
    method: "GET",
    path: "/api/v1/example",
    tag: "Mailbox",
    summary: "Example",
    scope: "mailbox:read",
    output: z.strictObject({ email: z.string() }),
    successes: { 200: "Example" },
    failures: [],
    handle: async () => reply(200, { email: "ada@example.org", passwordHash: "$argon2id$" }),
  });
  const prepared = route.prepare({ params: {}, query: {}, body: {} });
  if (!prepared.ok) throw new Error("the input was refused");
  const call = prepared.value as unknown as () => Promise<unknown>;
  await expect(call()).rejects.toThrow("passwordHash");
});
