import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { sendMail } from "@/tests/support/e2e/mail-program";
import { makePerson } from "@/tests/support/e2e/people";
import { runPasture } from "@/tests/support/e2e/run-pasture";
import { expect, test } from "@/tests/support/e2e/test";

test("an agent's program works through the portal's own server, which refuses other sites and large bodies", async ({
  portal,
}) => {
  const person = await makePerson(portal);
  const scopes = ["--scope", "mail:read", "mail:send"];
  const args = [
    "token",
    "create",
    "--account",
    person.address,
    "--mailbox",
    person.address,
    ...scopes,
    "--json",
  ];
  const { token } = JSON.parse((await runPasture(portal, args)).stdout) as { token: string };
  const url = new URL("/api/mcp", portal.url);
  const authorization = `Bearer ${token}`;

  const client = new Client({ name: "e2e", version: "1" });
  const transport = new StreamableHTTPClientTransport(url, { requestInit: { headers: { authorization } } });
  // The SDK's own class does not meet the SDK's interface under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<Client["connect"]>[0]);
  const call = async (name: string, input: Record<string, unknown>) => {
    const result = CallToolResultSchema.parse(await client.callTool({ name, arguments: input }));
    const text = result.content.map((part) => (part.type === "text" ? part.text : "")).join("\n");
    return { isError: result.isError ?? false, data: result.structuredContent ?? {}, text };
  };
  try {
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["check_mailbox", "read_message", "wait_for_message", "send_email"]),
    );
    await sendMail(portal, person, { to: person.address, subject: "For the agent" });
    const { address } = person;
    await expect
      .poll(async () => (await call("check_mailbox", { address, search: "subject:agent" })).data)
      .toMatchObject({ untrusted_mail: { messages: [{ subject: "For the agent" }] } });
    const sent = await call("send_email", { to: [address], subject: "By the agent", text: "Hello" });
    expect(sent).toMatchObject({
      isError: false,
      data: { state: "awaiting-approval", awaits_approval: true },
    });
    expect(sent.text).toContain(`${portal.url}/inbox/outgoing/${String(sent.data.id)}`);
    expect(await call("create_mailbox", {})).toMatchObject({
      isError: true,
      data: { code: "insufficient-scope" },
    });
  } finally {
    await client.close();
  }

  const list = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list" });
  const post = (headers: Record<string, string>, body = list) =>
    fetch(url, {
      method: "POST",
      headers: {
        authorization,
        "content-type": "application/json",
        accept: "application/json, text/event-stream",
        ...headers,
      },
      body,
    });
  expect((await post({ origin: url.origin })).status).toBe(200);
  for (const origin of ["https://evil.example", "null"]) expect((await post({ origin })).status).toBe(403);
  expect((await post({ cookie: "pasture-session=x" })).status).toBe(403);
  expect((await post({ authorization: "Bearer nonsense" })).status).toBe(401);
  expect((await post({}, `{"x":"${"a".repeat(1_100_000)}"}`)).status).toBe(413);
  const { headers } = await post({});
  expect(headers.get("cache-control")).toContain("no-store");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
  expect((await fetch(url, { headers: { authorization } })).status).toBe(405);
});
