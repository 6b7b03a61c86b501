import { text } from "node:stream/consumers";
import fc from "fast-check";
import PostalMime from "postal-mime";
import { expect, test } from "vitest";
import { checkMessage } from "@/lib/sending/check-message";
import { composeMessage } from "@/lib/sending/compose-message";
import { envelopeOf } from "@/lib/sending/outgoing-head";
import { anyAddressText, usualAddressText } from "./address-texts";

const SENDER = { addresses: [{ name: "", address: "ada@example.org" }] };
const field = fc.oneof({ weight: 3, arbitrary: usualAddressText }, { weight: 1, arbitrary: anyAddressText });
const RUNS = 1_500;

test("for any input the envelope holds exactly those who are shown, and a reader of the headers sees To and Cc of them", async () => {
  let composed = 0;
  await fc.assert(
    fc.asyncProperty(field, field, field, async (to, cc, bcc) => {
      const checked = checkMessage(SENDER, {
        mailboxId: "",
        to,
        cc,
        bcc,
        subject: "",
        text: "",
        mode: "new",
        holdSeconds: 0,
      });
      if (!checked.ok) return;
      const head = checked.value;
      const { to: told } = envelopeOf(head);
      expect(told).toEqual([...head.to, ...head.cc, ...head.bcc].map(({ address }) => address));
      expect(new Set(told.map((address) => address.toLowerCase())).size).toBe(told.length);
      const source = await text(
        composeMessage({
          head,
          messageIdHeader: "<1@example.org>",
          date: new Date(0),
          text: "",
          html: null,
          attachments: [],
          thread: null,
        }),
      );
      const read = await PostalMime.parse(source);
      expect(read.to ?? []).toEqual(head.to);
      expect(read.cc ?? []).toEqual(head.cc);
      expect(read.bcc).toBeUndefined();
      // The crudest reader: whatever has an @ in it is an address.
      const found = source
        .split("\r\n")
        .filter((line) => /^(To|Cc|\s)/.test(line))
        .join(" ")
        .match(/[^\s<>,"]+@[^\s<>,"]+/g);
      expect(found ?? []).toEqual([...head.to, ...head.cc].map(({ address }) => address));
      composed += 1;
    }),
    { numRuns: RUNS },
  );
  expect(composed).toBeGreaterThan(RUNS / 5);
}, 120_000);
