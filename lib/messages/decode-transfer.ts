import { Transform } from "node:stream";

/** Whatever is not of the alphabet is skipped, as RFC 2045 asks. */
export function decodeBase64(encoded: Buffer): Buffer {
  return Buffer.from(encoded.toString("latin1").replace(/[^A-Za-z0-9+/]/g, ""), "base64");
}

/** Undoes a part's transfer encoding as it flows through; one that is not known passes unchanged. */
export function createTransferDecoder(encoding: string): Transform {
  if (encoding === "base64") return createBase64Decoder();
  if (encoding === "quoted-printable") return createQuotedPrintableDecoder();
  return new Transform({ transform: (chunk: Buffer, _encoding, done) => done(null, chunk) });
}

function createBase64Decoder(): Transform {
  let rest = "";
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = rest + chunk.toString("latin1").replace(/[^A-Za-z0-9+/]/g, "");
      const whole = text.length - (text.length % 4);
      rest = text.slice(whole);
      done(null, Buffer.from(text.slice(0, whole), "base64"));
    },
    flush(done) {
      done(null, Buffer.from(rest, "base64"));
    },
  });
}

function createQuotedPrintableDecoder(): Transform {
  let rest = "";
  const decode = (text: string): Buffer =>
    Buffer.from(
      text
        .replace(/[\t ]*=[\t ]*\r?\n/g, "")
        .replace(/=([0-9A-Fa-f]{2})/g, (_match, hex: string) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        ),
      "latin1",
    );
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = rest + chunk.toString("latin1");
      // A line is decoded once it is complete: an escape or a soft break may be cut in two.
      const end = text.length > 4_096 ? safeEnd(text) : text.lastIndexOf("\n") + 1;
      rest = text.slice(end);
      done(null, decode(text.slice(0, end)));
    },
    flush(done) {
      done(null, decode(rest));
    },
  });
}

/** Before the last `=` that may be the start of something cut off. */
function safeEnd(text: string): number {
  const line = text.lastIndexOf("\n") + 1;
  if (text.length - line < 4_096) return line;
  const open = text.lastIndexOf("=");
  return open >= text.length - 80 ? open : text.length;
}
