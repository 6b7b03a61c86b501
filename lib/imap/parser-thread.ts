/**
 * The program of the thread that reads mail, as text: a thread needs a file or a text, and the bundlers this code
 * passes through (Next's and the command line's) would lose a file. It gets no environment and answers one message
 * at a time with `{ok, answer}`.
 */
export const PARSER_THREAD = `
"use strict";
const { parentPort, workerData } = require("node:worker_threads");
const { default: PostalMime, addressParser } = require(workerData.postalMime);

const MAX_SUBJECT = 1000;
const MAX_NAME = 300;
const MAX_ADDRESS = 320;
const MAX_ADDRESSES = 100;
const DELIVERY = new Set(["x-original-to", "delivered-to", "envelope-to", "x-envelope-to"]);
const END = Buffer.from("\\r\\n\\r\\n");
const OPTIONS = { maxNestingDepth: 2, maxHeadersSize: 131072, maxRfc822NestingDepth: 0 };

// Line breaks and other controls, and the marks that turn the direction of what follows.
const clean = (text, max) =>
  String(text ?? "").replace(/[\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]+/g, " ").trim().slice(0, max);

function flatten(value) {
  const found = [];
  for (const entry of [].concat(value ?? [])) {
    for (const member of entry.group ?? [entry]) {
      if (found.length >= MAX_ADDRESSES) return found;
      found.push({ name: clean(member.name, MAX_NAME), address: clean(member.address, MAX_ADDRESS) });
    }
  }
  return found;
}

// An empty line inside the block would begin the body, and a block cut in mid-line its last header.
async function parseHeaders(block) {
  const mail = await PostalMime.parse(Buffer.concat([Buffer.from(block), END]), OPTIONS);
  const deliveries = [];
  for (const { key, value } of mail.headers) {
    if (!DELIVERY.has(key) || deliveries.length >= 20) continue;
    const [first] = flatten(addressParser(String(value).slice(0, 2000)));
    if (first && first.address) deliveries.push({ header: key, address: first.address.toLowerCase() });
  }
  return {
    subject: clean(mail.subject, MAX_SUBJECT),
    from: flatten(mail.from)[0] ?? null,
    replyTo: flatten(mail.replyTo),
    to: flatten(mail.to),
    cc: flatten(mail.cc),
    sentAt: mail.date ?? null,
    messageId: mail.messageId ? clean(mail.messageId, 1000) : null,
    deliveries,
  };
}

const token = (text, otherwise) => (/^[\\w.:+-]{1,60}$/.test(text ?? "") ? text : otherwise);

// The package takes microseconds for each line, and mail can be all lines: it gets few long ones instead.
function undoTransfer(part) {
  const bytes = Buffer.from(part.bytes);
  if (part.encoding === "base64") return Buffer.from(bytes.toString("latin1").replace(/[^A-Za-z0-9+/]/g, ""), "base64");
  if (part.encoding !== "quoted-printable") return bytes;
  const text = bytes.toString("latin1").replace(/=[\\t ]*\\r?\\n/g, "");
  return Buffer.from(text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))), "latin1");
}

async function decodePart(part) {
  const head =
    "Content-Type: " + part.mimeType + "; charset=" + token(part.charset, "utf-8") + (part.isFlowed ? "; format=flowed" : "") +
    "\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n";
  const body = undoTransfer(part).toString("base64").replace(/.{60000}/g, "$&\\r\\n");
  const mail = await PostalMime.parse(Buffer.from(head + body), OPTIONS);
  return ((part.mimeType === "text/html" ? mail.html : mail.text) ?? "").replace(/\\r\\n/g, "\\n");
}

async function answer(request) {
  if (request.kind === "part") return decodePart(request.part);
  const parsed = [];
  for (const block of request.blocks) parsed.push(await parseHeaders(block).catch(() => null));
  return parsed;
}

parentPort.on("message", (request) => {
  answer(request).then(
    (value) => parentPort.postMessage({ ok: true, answer: value }),
    () => parentPort.postMessage({ ok: false, answer: null }),
  );
});
`;
