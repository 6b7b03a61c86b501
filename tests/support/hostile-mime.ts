/** Messages that break the rules, or use them against the reader; named for what they try. */
export interface HostileMessage {
  readonly name: string;
  readonly raw: Buffer;
  /** What must be understood of it all the same. */
  readonly reads?: { readonly subject?: string; readonly text?: string; readonly fileName?: string };
}

const message = (
  name: string,
  raw: string | Buffer,
  reads: HostileMessage["reads"] = {},
): HostileMessage => ({
  name,
  raw: typeof raw === "string" ? Buffer.from(raw) : raw,
  reads,
});

const letter = (head: string, body = "body") => `From: a@b.test\r\n${head}\r\n\r\n${body}\r\n`;
const mixed = (parts: string, boundary = "b") =>
  `From: a@b.test\r\nSubject: mixed\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts}`;
const attached = (disposition: string) =>
  mixed(
    `--b\r\n\r\ntext\r\n--b\r\nContent-Type: application/x-thing\r\nContent-Disposition: ${disposition}\r\n\r\nx\r\n--b--\r\n`,
  );
const latin1 = (text: string) => Buffer.from(text, "latin1");

const SUBJECTS: readonly HostileMessage[] = [
  message("a subject in raw UTF-8", letter("Subject: Grüße ✓"), { subject: "Grüße ✓" }),
  message("a subject in raw Latin-1", latin1(letter("Subject: Gr\xfc\xdfe")), { subject: "Grüße" }),
  message("encoded words that split a character", letter("Subject: =?utf-8?B?w6=?= =?utf-8?B?k=?="), {}),
  message("an unknown charset", letter("Subject: =?x-evil?Q?hello?="), {}),
  message("a charset with a line break in it", letter("Subject: =?utf-8%0d%0a?Q?hello?="), {}),
  message("an encoding nobody knows", letter("Subject: =?utf-8?X?hello?="), {}),
  message("an encoded line break", letter("Subject: =?utf-8?Q?one=0D=0ABcc:_x@y.test?="), {}),
  message("an encoded NUL", letter("Subject: =?utf-8?Q?a=00b?="), {}),
  message("an encoded word within a word", letter("Subject: =?utf-8?Q?=3D=3Futf-8=3FQ=3Fx=3F=3D?="), {}),
  message("a thousand open encoded words", letter(`Subject: ${"=?utf-8?Q?".repeat(1_000)}`)),
  message("marks of direction", letter("Subject: \u202egnp.exe\u202c invoice\u2066\u2069"), {}),
  message("terminal controls", letter("Subject: \u001b[2J\u001b]0;x\u0007 hi"), {}),
  message("tags of another language", letter("Subject: \u{e0041}\u{e0042}hidden\u{e007f}")),
  message("zalgo", letter(`Subject: ${"a\u0301".repeat(3_000)}`)),
  message("markup in the subject", letter("Subject: <script>alert(1)</script>"), {
    subject: "<script>alert(1)</script>",
  }),
  message("folded with tabs only", letter("Subject: one\r\n\ttwo\r\n three"), { subject: "one two three" }),
  message("folded over an empty line", letter("Subject: one\r\n \r\n two")),
  message("two subjects", letter("Subject: first\r\nSubject: second"), { subject: "first" }),
  message("no header at all", "just words\r\n"),
  message("an empty message", "\r\n"),
  message("a header without a body", "Subject: only\r\n", { subject: "only" }),
  message("lines that end with LF alone", "Subject: unix\nFrom: a@b.test\n\nbody\n", { subject: "unix" }),
  message("lines that end with CR alone", "Subject: mac\rFrom: a@b.test\r\rbody\r"),
  message("a space before the colon", letter("Subject : spaced"), { subject: "spaced" }),
  message("a header line without a colon", letter("this is no header\r\nSubject: after"), {}),
  message("a header that begins with a blank", " folded: first\r\nSubject: x\r\n\r\nbody"),
  message("__proto__ as a header", letter("__proto__: x\r\nconstructor: y\r\nSubject: proto"), {
    subject: "proto",
  }),
  message("two thousand headers of the same name", letter(`${"Subject: s\r\n".repeat(2_000)}X: y`), {
    subject: "s",
  }),
  message("a header name of 60 KB", letter(`${"N".repeat(60_000)}: x\r\nSubject: late`)),
  message("NULs everywhere", latin1("Subject: a\0b\r\nFrom: \0@b.test\r\n\r\n\0\0\0")),
  message(
    "every byte there is",
    Buffer.concat([
      Buffer.from("Subject: bytes\r\n\r\n"),
      Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)),
    ]),
    { subject: "bytes" },
  ),
  message("UTF-16 from the first byte", Buffer.from("Subject: wide\r\n\r\nbody", "utf16le")),
  message("a byte order mark first", "\ufeffSubject: bom\r\n\r\nbody"),
];

const ADDRESSES: readonly HostileMessage[] = [
  message("a name that is an address", letter('From: "boss@bank.test" <evil@b.test>\r\nSubject: x')),
  message(
    "an address in an encoded name",
    letter("From: =?utf-8?Q?boss=40bank.test_=3Cboss=40bank.test=3E?= <evil@b.test>\r\nSubject: x"),
  ),
  message("a turned name", letter('From: "\u202etset.knab@ssob" <evil@b.test>\r\nSubject: x')),
  message("three senders", letter("From: a@b.test, c@d.test, e@f.test\r\nSubject: x")),
  message("two From headers", "From: one@b.test\r\nFrom: two@b.test\r\nSubject: x\r\n\r\n"),
  message("an empty From", "From:\r\nSubject: x\r\n\r\n"),
  message("a group", letter("To: friends: a@b.test, c@d.test;, undisclosed-recipients:;\r\nSubject: x")),
  message("groups within groups", letter(`To: ${"g:".repeat(500)}a@b.test${";".repeat(500)}\r\nSubject: x`)),
  message("open quotes", letter(`To: "${"a".repeat(5_000)}\r\nSubject: quotes`)),
  message("open comments", letter(`From: ${"(".repeat(5_000)}a@b.test\r\nSubject: x`)),
  message("a quoted local part with a line break", letter('To: "a\\\r\n b"@c.test\r\nSubject: x')),
  message(
    "an address with an encoded at sign",
    letter("From: =?utf-8?Q?a=40evil.test?=@b.test\r\nSubject: x"),
  ),
  message("a full-width at sign", letter("From: a＠bank.test <evil@b.test>\r\nSubject: x")),
  message("a domain in another script", letter("From: a@bаnk.test\r\nSubject: x")),
  message("a route", letter("From: <@relay.test:a@b.test>\r\nSubject: x")),
  message("an address of 10 KB", letter(`From: ${"a".repeat(10_000)}@b.test\r\nSubject: x`)),
  message("five thousand recipients", letter(`To: ${"a@b.test, ".repeat(5_000)}z@b.test\r\nSubject: many`)),
  message("a date in the year 99999", letter("Date: Fri, 31 Dec 99999 23:59:59 +0000\r\nSubject: x")),
  message("a date that is words", letter("Date: yesterday; DROP TABLE\r\nSubject: x")),
  message("a date of 50 KB", letter(`Date: ${"1".repeat(50_000)}\r\nSubject: x`)),
  message("an identifier with a line break", letter("Message-ID: <a\r\n b@c>\r\nSubject: x")),
  message("an identifier without brackets", letter("Message-ID: abc@d.test\r\nSubject: x")),
  message("ten thousand references", letter(`References: ${"<a@b>\r\n ".repeat(10_000)}<z@b>\r\nSubject: x`)),
  message(
    "references that refer to themselves",
    letter("Message-ID: <a@b>\r\nReferences: <a@b> <a@b>\r\nIn-Reply-To: <a@b>\r\nSubject: x"),
  ),
];

const STRUCTURES: readonly HostileMessage[] = [
  message("a boundary that never comes", mixed("words before nothing")),
  message("a boundary that never ends", mixed("--b\r\n\r\nopen")),
  message("an empty boundary", mixed("--\r\n\r\nx\r\n----\r\n", "")),
  message("a boundary of spaces", mixed("--   \r\n\r\nx\r\n", "   ")),
  message("a boundary of 5 KB", mixed(`--${"b".repeat(5_000)}\r\n\r\nx\r\n`, "b".repeat(5_000))),
  message("a boundary that begins another's", mixed("--b\r\n\r\nx\r\n--bb\r\n\r\ny\r\n--b--\r\n")),
  message(
    "two boundaries named",
    "Subject: x\r\nContent-Type: multipart/mixed; boundary=a; boundary=b\r\n\r\n--a\r\n\r\na\r\n--b\r\n\r\nb\r\n--a--",
  ),
  message(
    "two content types",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Type: text/html\r\n\r\n<b>x</b>",
  ),
  message("no content type value", "Subject: x\r\nContent-Type:\r\n\r\nwords"),
  message("a type without a subtype", "Subject: x\r\nContent-Type: text\r\n\r\nwords"),
  message("a type with controls", "Subject: x\r\nContent-Type: text/pl\x01ain\r\n\r\nwords"),
  message("a multipart without parts", mixed("--b--\r\n")),
  message("parts without headers", mixed("--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\n--b--\r\n"), { text: "one" }),
  message("a part after the end", mixed("--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--\r\n")),
  message("words before and after", mixed("preamble\r\n--b\r\n\r\none\r\n--b--\r\nepilogue"), {
    text: "one",
  }),
  message(
    "alternatives the wrong way round",
    "Subject: x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<b>h</b>\r\n--b\r\n\r\nplain\r\n--b--",
    { text: "plain" },
  ),
  message(
    "a message in a message in a message",
    mixed(
      `--b\r\nContent-Type: message/rfc822\r\n\r\n${mixed("--c\r\nContent-Type: message/rfc822\r\n\r\nSubject: deepest\r\n\r\nx\r\n--c--", "c")}\r\n--b--`,
    ),
  ),
  message(
    "a message part that is no message",
    mixed("--b\r\nContent-Type: message/rfc822\r\n\r\n\0\0\0\r\n--b--"),
  ),
  message(
    "an encoded message part",
    mixed(
      "--b\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\nU3ViamVjdDogeA0KDQp4\r\n--b--",
    ),
  ),
  message(
    "a partial message",
    "Subject: x\r\nContent-Type: message/partial; id=x; number=1; total=99999\r\n\r\nbody",
  ),
  message(
    "an external body",
    'Subject: x\r\nContent-Type: message/external-body; access-type=URL; URL="http://canary.test/hit"\r\n\r\nContent-Type: text/plain\r\n\r\n',
  ),
  message(
    "a multipart that says it is encoded",
    "Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n\r\n--b\r\n\r\nx\r\n--b--",
  ),
  message("a thousand empty parts", mixed(`${"--b\r\n\r\n".repeat(1_000)}--b--`)),
  message(
    "thirty levels",
    Array.from({ length: 30 }, (_, level) => level).reduce(
      (inner, level) =>
        `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n${inner}\r\n--b${level}--`,
      "Content-Type: text/plain\r\n\r\nin the middle",
    ),
  ),
  message(
    "parameters without end",
    `Subject: x\r\nContent-Type: text/plain${"; a=b".repeat(5_000)}\r\n\r\nwords`,
  ),
  message(
    "a parameter in ten thousand pieces",
    `Subject: x\r\nContent-Type: text/plain;${Array.from({ length: 10_000 }, (_, place) => ` name*${place}=x;`).join("")}\r\n\r\nwords`,
  ),
  message(
    "an open quote in a parameter",
    'Subject: x\r\nContent-Type: text/plain; charset="utf-8\r\n\r\nwords',
  ),
];

const TEXTS: readonly HostileMessage[] = [
  message("a charset nobody has", "Subject: x\r\nContent-Type: text/plain; charset=klingon\r\n\r\nwords", {
    text: "words",
  }),
  message(
    "a charset that is a path",
    "Subject: x\r\nContent-Type: text/plain; charset=../../etc/passwd\r\n\r\nwords",
    { text: "words" },
  ),
  message(
    "a charset that is __proto__",
    "Subject: x\r\nContent-Type: text/plain; charset=__proto__\r\n\r\nwords",
    { text: "words" },
  ),
  message(
    "a charset with a header in it",
    'Subject: x\r\nContent-Type: text/plain; charset="a\r\n b: c"\r\n\r\nwords',
  ),
  message(
    "UTF-7",
    "Subject: x\r\nContent-Type: text/html; charset=utf-7\r\n\r\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
  ),
  message(
    "UTF-16 text",
    Buffer.concat([
      Buffer.from(
        "Subject: x\r\nContent-Type: text/plain; charset=utf-16le\r\nContent-Transfer-Encoding: base64\r\n\r\n",
      ),
      Buffer.from(Buffer.from("weit", "utf16le").toString("base64")),
    ]),
    { text: "weit" },
  ),
  message(
    "Shift_JIS",
    Buffer.concat([
      Buffer.from("Subject: x\r\nContent-Type: text/plain; charset=shift_jis\r\n\r\n"),
      Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
    ]),
    { text: "日本" },
  ),
  message(
    "GB 18030",
    Buffer.concat([
      Buffer.from("Subject: x\r\nContent-Type: text/plain; charset=gb18030\r\n\r\n"),
      Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
    ]),
    { text: "你好" },
  ),
  message(
    "KOI8-R",
    Buffer.concat([
      Buffer.from("Subject: x\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n"),
      Buffer.from([0xd0, 0xd2, 0xc9, 0xd7, 0xc5, 0xd4]),
    ]),
    { text: "привет" },
  ),
  message(
    "ISO-2022-JP with escapes left open",
    Buffer.concat([
      Buffer.from("Subject: x\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n"),
      Buffer.from([0x1b, 0x24, 0x42, 0x46, 0x7c]),
    ]),
  ),
  message(
    "UTF-8 that is none",
    Buffer.concat([
      Buffer.from("Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"),
      Buffer.from([0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xff]),
    ]),
  ),
  message(
    "base64 with rubbish in it",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nd29<>y!ZHM=",
    { text: "words" },
  ),
  message(
    "base64 cut short",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\nd29yZHM",
    { text: "words" },
  ),
  message(
    "base64 of nothing",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n====",
  ),
  message(
    "quoted-printable with open escapes",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nwords=Z=4=",
    {},
  ),
  message(
    "an encoding with a blank in it",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base 64\r\n\r\nd29yZHM=",
  ),
  message(
    "two encodings",
    "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\nContent-Transfer-Encoding: base64\r\n\r\nd29yZHM=",
  ),
  message(
    "uuencode",
    "Subject: x\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 x\r\n#=V]R\r\n`\r\nend",
  ),
  message("a line of a megabyte", `Subject: x\r\n\r\n${"x".repeat(1_000_000)}`),
  message(
    "format=flowed without an end",
    `Subject: x\r\nContent-Type: text/plain; format=flowed\r\n\r\n${"> ".repeat(5_000)}`,
  ),
  message("rich text of long ago", "Subject: x\r\nContent-Type: text/enriched\r\n\r\n<bold>x</bold>"),
  message(
    "a calendar",
    "Subject: x\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR",
  ),
  message(
    "S/MIME",
    "Subject: x\r\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG",
  ),
  message(
    "PGP in the open",
    "Subject: x\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nx\r\n-----END PGP MESSAGE-----",
    { text: "-----BEGIN PGP MESSAGE-----" },
  ),
  message(
    "winmail.dat",
    mixed(
      "--b\r\nContent-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\neJ8+Ig==\r\n--b--",
    ),
    { fileName: "winmail.dat" },
  ),
  message(
    "a zip that promises more",
    mixed(
      "--b\r\nContent-Type: application/zip; name=bomb.zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBBQ=\r\n--b--",
    ),
    { fileName: "bomb.zip" },
  ),
];

const NAMES: readonly HostileMessage[] = [
  message("a name with folders", attached('attachment; filename="../../etc/passwd"'), {
    fileName: "_.._etc_passwd",
  }),
  message("a Windows path", attached('attachment; filename="C:\\\\autoexec.bat"'), {
    fileName: "C__autoexec.bat",
  }),
  message("a turned name of a program", attached("attachment; filename*=utf-8''cod%E2%80%AEexe.doc"), {
    fileName: "codexe.doc",
  }),
  message("a name with a line break", attached("attachment; filename*=utf-8''a%0d%0ab.txt"), {
    fileName: "ab.txt",
  }),
  message("a name with a NUL", attached("attachment; filename*=utf-8''a.txt%00.exe"), {
    fileName: "a.txt.exe",
  }),
  message("a name with quotes", attached('attachment; filename="a\\"b.txt"'), { fileName: "a_b.txt" }),
  message("a name of dots", attached('attachment; filename="..."'), {}),
  message("a hidden name", attached('attachment; filename=".htaccess"'), { fileName: "htaccess" }),
  message("no name", attached("attachment"), {}),
  message("a name of 4 KB", attached(`attachment; filename="${"n".repeat(4_000)}.pdf"`), {}),
  message("a name in pieces", attached('attachment; filename*0="a"; filename*1=".txt"'), {
    fileName: "a.txt",
  }),
  message("a name in pieces, out of order", attached('attachment; filename*1=".txt"; filename*0="a"'), {}),
  message("a name in an encoded word", attached('attachment; filename="=?utf-8?B?w6QudHh0?="'), {}),
  message("a name in a charset nobody has", attached("attachment; filename*=klingon''a.txt"), {}),
  message("a name with broken escapes", attached("attachment; filename*=utf-8''a%zz%E2%80.txt"), {}),
  message("a name that is a device", attached('attachment; filename="CON"'), { fileName: "CON" }),
  message("a name of markup", attached('attachment; filename="<img src=x onerror=alert(1)>.txt"'), {}),
  message("a disposition nobody knows", attached('surprise; filename="x.txt"'), { fileName: "x.txt" }),
];

export const HOSTILE_MESSAGES: readonly HostileMessage[] = [
  ...SUBJECTS,
  ...ADDRESSES,
  ...STRUCTURES,
  ...TEXTS,
  ...NAMES,
];
