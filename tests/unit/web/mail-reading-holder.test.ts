import { expect, test } from "vitest";
import { createMailParser } from "@/lib/imap/create-mail-parser";
import { createMailSessions } from "@/lib/imap/create-mail-sessions";
import { closeMailReading, holdMailReading } from "@/lib/web/mail-reading-holder";

test("a process has one pool and one parser, closed at its end and not opened again", async () => {
  let opened = 0;
  const open = () => {
    opened += 1;
    const mailSessions = createMailSessions({
      resolvePublicHost: async () => ({ ok: false, failure: { reason: "host-private" } }),
    });
    const mailParser = createMailParser();
    const close = async () => {
      await mailSessions.close();
      await mailParser.close();
    };
    return { mailSessions, mailParser, close };
  };
  await closeMailReading();
  const { mailParser } = holdMailReading(open);
  expect(holdMailReading(open).mailParser).toBe(mailParser);
  expect(await mailParser.parseHeaders([Buffer.from("Subject: x\r\n\r\n")])).toMatchObject([
    { subject: "x" },
  ]);
  await closeMailReading();
  await expect(holdMailReading(open).mailParser.parseHeaders([Buffer.from("a")])).rejects.toMatchObject({
    code: "closed",
  });
  expect(opened).toBe(1);
});
