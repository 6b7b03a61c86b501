import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createTransferDecoder } from "@/lib/messages/decode-transfer";

async function decode(encoding: string, encoded: string, sizes: readonly number[]): Promise<string> {
  const chunks: Buffer[] = [];
  let position = 0;
  for (let turn = 0; position < encoded.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(Buffer.from(encoded.slice(position, position + size), "latin1"));
    position += size;
  }
  const decoded = await Readable.from(chunks).pipe(createTransferDecoder(encoding)).toArray();
  return Buffer.concat(decoded).toString("latin1");
}

const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });

test("base64 comes out whole however it was cut", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), sizes, async (bytes, cuts) => {
      const plain = Buffer.from(bytes).toString("latin1");
      const encoded = Buffer.from(bytes).toString("base64").replace(/.{20}/g, "$&\r\n");
      expect(await decode("base64", encoded, cuts)).toBe(plain);
    }),
  );
});

test("quoted-printable comes out whole however it was cut", async () => {
  const encoded = `${"caf=C3=A9 =3D 1=\r\n2\r\n".repeat(20)}${"=E2=9C=93".repeat(1_000)}`;
  const whole = await decode("quoted-printable", encoded, [1_000_000]);
  expect(whole).toContain(Buffer.from("café = 12\r\n").toString("latin1"));
  await fc.assert(
    fc.asyncProperty(sizes, async (cuts) => {
      expect(await decode("quoted-printable", encoded, cuts)).toBe(whole);
    }),
    { numRuns: 30 },
  );
});
