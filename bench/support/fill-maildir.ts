import { chownSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes `count` small messages straight into a mailbox's maildir, as a server's own delivery would have named them.
 * Every third has an attachment, every second answers the one before, every fifth is unseen.
 */
export function fillMaildir(mailFolder: string, address: string, count: number): void {
  const [localPart = "", domain = ""] = address.split("@");
  const home = join(mailFolder, domain, localPart);
  const maildir = join(home, "Maildir");
  const { uid, gid } = statSync(mailFolder);
  const folders = [
    join(mailFolder, domain),
    home,
    maildir,
    ...["cur", "new", "tmp"].map((name) => join(maildir, name)),
  ];
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chownSync(folder, uid, gid);
  }
  const firstSecond = 1_600_000_000;
  for (let place = 0; place < count; place += 1) {
    const file = join(maildir, "cur", `${firstSecond + place}.M1P1.bench:2,${place % 5 === 0 ? "" : "S"}`);
    writeFileSync(file, composeMessage(place, firstSecond + place), { mode: 0o600 });
    chownSync(file, uid, gid);
  }
}

function composeMessage(place: number, second: number): string {
  const answers =
    place % 2 === 1
      ? `In-Reply-To: <m${place - 1}@bench.test>\nReferences: <m${place - 1}@bench.test>\n`
      : "";
  const head = `Return-Path: <sender${place % 97}@elsewhere.test>
Delivered-To: you@pasture.test
Received: from mx${place % 7}.elsewhere.test (mx${place % 7}.elsewhere.test [192.0.2.${place % 250}])
\tby mail.pasture.test (Postfix) with ESMTPS id ${place.toString(36).padStart(10, "0")}
\tfor <you@pasture.test>; ${new Date(second * 1_000).toUTCString()}
DKIM-Signature: v=1; a=rsa-sha256; d=elsewhere.test; s=mail; h=from:to:subject:date;
\tbh=${"b".repeat(43)}=; b=${"s".repeat(300)}
From: "Sender ${place % 97}" <sender${place % 97}@elsewhere.test>
To: You <you@pasture.test>
Subject: Message ${place} about the weather in the mountains
Date: ${new Date(second * 1_000).toUTCString()}
Message-ID: <m${place}@bench.test>
${answers}MIME-Version: 1.0
`;
  if (place % 3 !== 0) return `${head}Content-Type: text/plain; charset=utf-8\n\nA few words, and no more.\n`;
  return `${head}Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8

A few words.
--b
Content-Type: application/pdf; name="a.pdf"
Content-Disposition: attachment; filename="a.pdf"
Content-Transfer-Encoding: base64

JVBERi0xLjQK
--b--
`;
}
