import fc from "fast-check";
import PostalMime from "postal-mime";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkMessage } from "@/lib/sending/check-message";
import { composeMessage } from "@/lib/sending/compose-message";
import { envelopeOf } from "@/lib/sending/outgoing-head";
import { submitMessage } from "@/lib/smtp/submit-message";
import { anyAddressText, usualAddressText } from "@/tests/unit/sending/address-texts";
import { type SubmissionDrop, startSubmissionServer } from "../smtp/start-submission-server";
import { newMessage } from "./open-sending-portal";

let drop: SubmissionDrop;
beforeAll(async () => {
  drop = await startSubmissionServer();
});
afterAll(() => drop.close());

const SENDER = { addresses: [{ name: "Ada", address: "ada@example.org" }] };
/** Each is a connection with TLS; many more cases, without the wire, are in tests/unit/sending. */
const RUNS = 120;
const field = fc.oneof({ weight: 4, arbitrary: usualAddressText }, { weight: 1, arbitrary: anyAddressText });

test("whatever is typed into To, Cc and Bcc: who is shown, who is told to the server, and who the reader sees are the same", async () => {
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(field, field, field, async (to, cc, bcc) => {
      const before = drop.mails.length;
      const checked = checkMessage(SENDER, newMessage({ mailboxId: "" }, { to, cc, bcc }));
      if (!checked.ok) return;
      const head = checked.value;
      const outcome = await submitMessage(drop.server, {
        user: "ada@example.org",
        password: "secret",
        envelope: envelopeOf(head),
        message: composeMessage({
          head,
          messageIdHeader: "<1@of.the.message>",
          date: new Date(0),
          text: "x",
          html: null,
          attachments: [],
          thread: null,
        }),
        sizeBytes: 1_000,
      });
      expect(outcome).toEqual({ kind: "sent", refused: [] });
      expect(drop.mails).toHaveLength(before + 1);
      const mail = drop.mails.at(-1);
      const shown = [...head.to, ...head.cc, ...head.bcc].map(({ address }) => address);
      expect(mail?.to).toEqual(shown);
      expect(mail?.from).toBe("ada@example.org");
      const read = await PostalMime.parse(mail?.source ?? "");
      expect(read.to ?? []).toEqual(head.to);
      expect(read.cc ?? []).toEqual(head.cc);
      expect(read.bcc).toBeUndefined();
      expect(read.replyTo).toBeUndefined();
      const headers = (mail?.source.toString() ?? "").split("\r\n\r\n")[0] ?? "";
      const hidden = head.bcc.filter(({ address }) => address !== head.from.address);
      for (const { address } of hidden) expect(headers).not.toContain(`<${address}>`);
      sent += 1;
    }),
    { numRuns: RUNS },
  );
  expect(sent).toBeGreaterThan(RUNS / 5);
}, 180_000);
