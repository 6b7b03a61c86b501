/**
 * The program of the thread that reads mail, as text: a thread needs a file or a text, and the bundlers this code
 * passes through (Next's and the command line's) would lose a file. It gets no environment and answers one message
 * at a time with `{ok, answer}`.
 */
export const PARSER_THREAD = `
"use strict";
const { parentPort, workerData } = require("node:worker_threads");
const { default: PostalMime, addressParser, decodeWords } = require(workerData.postalMime);

const MAX_SUBJECT = 1000;
const MAX_NAME = 300;
const MAX_ADDRESS = 320;
const MAX_ADDRESSES = 100;
const MAX_REFERENCES = 50;
const DELIVERY = new Set(["x-original-to", "delivered-to", "envelope-to", "x-envelope-to"]);
const SHOWN = new Set(["subject", "from", "reply-to", "to", "cc", "date", "message-id", "in-reply-to", "references", "content-type"]);
const MAX_SAME = 20;
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

// With their angle brackets; whatever else stands there is left out.
const identifiers = (value) => String(value ?? "").slice(0, 65536).match(/<[^<>\\s\\u0000-\\u001f\\u007f-\\u009f]{1,500}>/g) ?? [];
const ends = (list) => (list.length <= MAX_REFERENCES ? list : [list[0], ...list.slice(1 - MAX_REFERENCES)]);

// Not by the package: it reads a message, and for fifty headers that took most of a list's time. Bytes above ASCII are
// UTF-8 (RFC 6532) or else what old programs wrote.
const strict = new TextDecoder("utf-8", { fatal: true });
const lenient = new TextDecoder("windows-1252");
function decodeRaw(latin1) {
  if (!/[\\u0080-\\u00ff]/.test(latin1)) return latin1;
  const bytes = Buffer.from(latin1, "latin1");
  try {
    return strict.decode(bytes);
  } catch {
    return lenient.decode(bytes);
  }
}

function readFields(block) {
  const fields = new Map();
  // In their order whatever they are called: the topmost is the one to be believed.
  const notes = [];
  const text = Buffer.from(block).toString("latin1");
  const end = /\\r?\\n\\r?\\n/.exec(text);
  const head = end ? text.slice(0, end.index) : text;
  for (const line of head.replace(/\\r?\\n[ \\t]+/g, " ").split(/\\r?\\n/)) {
    const colon = line.indexOf(":");
    if (colon < 1 || colon > 40) continue;
    const key = line.slice(0, colon).trim().toLowerCase();
    if (DELIVERY.has(key) && notes.length < MAX_SAME) notes.push({ key, value: line.slice(colon + 1, colon + 2000).trim() });
    if (!SHOWN.has(key)) continue;
    const values = fields.get(key) ?? [];
    if (values.length < MAX_SAME) values.push(decodeRaw(line.slice(colon + 1).trim()));
    fields.set(key, values);
  }
  return { fields, notes };
}

function parseHeaders(block) {
  const { fields, notes } = readFields(block);
  const first = (key) => fields.get(key)?.[0] ?? "";
  const addresses = (key) => flatten((fields.get(key) ?? []).flatMap((value) => addressParser(value)));
  const deliveries = [];
  for (const { key, value } of notes) {
    const [found] = flatten(addressParser(value));
    if (found && found.address) deliveries.push({ header: key, address: found.address.toLowerCase() });
  }
  return {
    subject: clean(decodeWords(first("subject")), MAX_SUBJECT),
    from: flatten(addressParser(first("from")))[0] ?? null,
    replyTo: addresses("reply-to"),
    to: addresses("to"),
    cc: addresses("cc"),
    sentAt: first("date") ? first("date").slice(0, 100) : null,
    messageId: identifiers(first("message-id"))[0] ?? null,
    inReplyTo: identifiers(first("in-reply-to"))[0] ?? null,
    references: ends(identifiers(first("references"))),
    mimeType: (/^[\\w.+-]{1,60}\\/[\\w.+-]{1,60}/.exec(first("content-type")) ?? ["text/plain"])[0].toLowerCase(),
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

// Names the platform knows are decoded by it; the package knows more of them, and how flowed lines are joined.
function decoderFor(charset) {
  try {
    return new TextDecoder(charset);
  } catch {
    return null;
  }
}

async function decodePart(part) {
  const decoder = part.isFlowed ? null : decoderFor(token(part.charset, "utf-8"));
  if (decoder) return decoder.decode(undoTransfer(part)).replace(/\\r\\n/g, "\\n");
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
  for (const block of request.blocks) {
    try {
      parsed.push(parseHeaders(block));
    } catch {
      parsed.push(null);
    }
  }
  return parsed;
}

parentPort.on("message", (request) => {
  answer(request).then(
    (value) => parentPort.postMessage({ ok: true, answer: value }),
    () => parentPort.postMessage({ ok: false, answer: null }),
  );
});
`;
