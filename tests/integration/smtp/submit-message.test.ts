import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SmtpLoginRefused, submitMessage } from "@/lib/smtp/submit-message";
import { type SubmissionDrop, startSubmissionServer } from "./start-submission-server";

let drop: SubmissionDrop;
beforeEach(async () => {
  drop = await startSubmissionServer();
});
afterEach(() => drop.close());

const MESSAGE = "Subject: hello\r\n\r\nLine one\r\n.a line with a dot\r\n";
const ENVELOPE = { from: "ada@example.org", to: ["bob@example.org", "eve@example.org"] };

async function* pieces(text = MESSAGE): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < text.length; start += 7) yield Buffer.from(text.slice(start, start + 7));
}

const submission = (message: AsyncIterable<Uint8Array> = pieces()) => ({
  user: "ada@example.org",
  password: "canary-password",
  envelope: ENVELOPE,
  message,
  sizeBytes: MESSAGE.length,
});

test("one message, byte for byte, to exactly the envelope, after one login over TLS", async () => {
  expect(await submitMessage(drop.server, submission())).toEqual({ kind: "sent", refused: [] });
  expect(drop.mails).toHaveLength(1);
  const [mail] = drop.mails;
  expect({ user: mail?.user, from: mail?.from, to: mail?.to }).toEqual({
    user: "ada@example.org",
    from: ENVELOPE.from,
    to: ENVELOPE.to,
  });
  expect(mail?.source.toString()).toBe(MESSAGE);
  expect(drop.logins()).toBe(1);
});

test("a recipient the server refuses is named, and the others get the message", async () => {
  drop.behave({ recipient: (address) => (address.startsWith("eve") ? "550 5.1.1 <eve>: unknown" : null) });
  expect(await submitMessage(drop.server, submission())).toEqual({
    kind: "sent",
    refused: [{ address: "eve@example.org", code: "550 5.1.1" }],
  });
  expect(drop.mails[0]?.to).toEqual(["bob@example.org"]);
});

describe("what is certainly not sent says which step failed, in numbers only", () => {
  test.each([
    ["a refused message", { message: "554 5.7.1 secret words" }, { step: "message", code: "554 5.7.1" }],
    ["a message to be brought later", { message: "451 4.3.0 busy" }, { step: "message", code: "451 4.3.0" }],
    [
      "all recipients refused",
      { recipient: () => "553 5.7.1 not owned" },
      { step: "recipient", code: "553 5.7.1" },
    ],
    ["a login that is only busy", { login: "454 4.7.0 later" }, { step: "login", code: "454 4.7.0" }],
    ["a connection lost before the end of the message", { hangUp: "in-message" }, { code: "ECONNECTION" }],
    ["a connection lost at the login", { hangUp: "at-login" }, { code: "ECONNECTION" }],
  ] as const)("%s", async (_what, behaviour, expected) => {
    drop.behave(behaviour);
    // Long enough not to be handed over in one write.
    const outcome = await submitMessage(drop.server, submission(pieces(MESSAGE.repeat(40_000))));
    expect(outcome).toMatchObject({ kind: "not-sent", ...expected });
    expect(JSON.stringify(outcome)).not.toMatch(/secret|canary|@/);
    expect(drop.mails).toEqual([]);
  });

  test("a server that is not there", async () => {
    const { server } = drop;
    await drop.close();
    expect(await submitMessage(server, submission())).toMatchObject({ kind: "not-sent", step: "connect" });
    drop = await startSubmissionServer();
  });

  test("a message that ends in the middle, because its source failed", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(MESSAGE);
      throw new Error("the database went away");
    }
    expect(await submitMessage(drop.server, submission(broken()))).toMatchObject({ kind: "not-sent" });
    expect(drop.mails).toEqual([]);
  });

  test("a server without encryption gets neither message nor password", async () => {
    const heard: string[] = [];
    const plain = createServer((socket) => {
      socket.on("error", () => {});
      socket.on("data", (data) => {
        heard.push(data.toString());
        socket.write(/^EHLO/.test(data.toString()) ? "250-x\r\n250 AUTH PLAIN\r\n" : "502 no\r\n");
      });
      socket.write("220 x\r\n");
    });
    await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
    const { port } = plain.address() as AddressInfo;
    const outcome = await submitMessage({ ...drop.server, port }, submission());
    expect(outcome.kind).toBe("not-sent");
    expect(heard.join("")).not.toMatch(/AUTH|MAIL FROM|canary/);
    plain.close();
  });
});

test("a certificate of nobody's is refused before the password is said", async () => {
  const outcome = await submitMessage({ ...drop.server, certificateAuthority: null }, submission());
  expect(outcome.kind).toBe("not-sent");
  expect(drop.logins()).toBe(0);
});

describe("what nobody can know is unclear", () => {
  test("a server that hangs up with the whole message", async () => {
    drop.behave({ hangUp: "after-message" });
    expect(await submitMessage(drop.server, submission())).toEqual({ kind: "unclear" });
  });

  test("a server that has the whole message and says nothing", async () => {
    drop.behave({ silent: true });
    const outcome = await submitMessage(drop.server, submission(), undefined, {
      beginMs: 20_000,
      silenceMs: 200,
    });
    expect(outcome).toEqual({ kind: "unclear" });
  });
});

test("a refused password is told to whoever guards the logins", async () => {
  drop.behave({ login: "535 5.7.8 authentication failed" });
  const seen: unknown[] = [];
  const outcome = await submitMessage(drop.server, submission(), async (login) => {
    await login().catch((error: unknown) => {
      seen.push(error);
      throw error;
    });
  });
  expect(outcome).toEqual({ kind: "login-refused", code: "535 5.7.8" });
  expect(seen).toEqual([expect.any(SmtpLoginRefused)]);
});

test("a guard that lets no login through costs the server none", async () => {
  const refusal = new Error("paused");
  await expect(submitMessage(drop.server, submission(), () => Promise.reject(refusal))).rejects.toBe(refusal);
  expect(drop.logins()).toBe(0);
});

test.each([
  ["nobody", []],
  ["a second line", ["bob@example.org>\r\nRCPT TO:<eve@evil.example"]],
  ["letters that are not ASCII", ["bob@exämple.org"]],
])("an envelope with %s is a fault of ours", async (_what, to) => {
  const envelope = { from: "ada@example.org", to };
  await expect(submitMessage(drop.server, { ...submission(), envelope })).rejects.toThrow(RangeError);
});
