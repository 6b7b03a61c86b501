import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { CHUNK_BYTES } from "./policy";
import type { OutgoingBody } from "./schema";

type ChunkContext = Pick<PortalContext, "database" | "keyring">;

/** What a page shows of the message; the message itself follows. */
const BODY_POSITION = 0;

const bodySchema = z.object({
  text: z.string(),
  html: z.string().nullable(),
  attachments: z.array(z.object({ fileName: z.string(), sizeBytes: z.number() })),
});

export interface StoredContent {
  readonly sizeBytes: number;
  readonly chunkCount: number;
}

/**
 * Seals and stores a message piece by piece, so that none of its megabytes are held twice. Null, with nothing left
 * behind, for one above the limit.
 */
export async function storeContent(
  context: ChunkContext,
  outgoingId: string,
  content: { readonly body: OutgoingBody; readonly message: AsyncIterable<Uint8Array> },
  mostBytes: number,
): Promise<StoredContent | null> {
  await storeChunk(context, outgoingId, BODY_POSITION, Buffer.from(JSON.stringify(content.body)));
  let sizeBytes = 0;
  let chunkCount = 0;
  for await (const chunk of regroup(content.message, CHUNK_BYTES)) {
    sizeBytes += chunk.length;
    if (sizeBytes > mostBytes) {
      await wipeContent(context.database.prisma, [outgoingId]);
      return null;
    }
    chunkCount += 1;
    await storeChunk(context, outgoingId, chunkCount, chunk);
  }
  return { sizeBytes, chunkCount };
}

/** @throws {Error} in the middle when a piece is missing: half a message must not look like a whole one. */
export async function* readContent(
  context: ChunkContext,
  row: { readonly id: string; readonly chunkCount: number },
): AsyncGenerator<Buffer> {
  for (let position = BODY_POSITION + 1; position <= row.chunkCount; position += 1) {
    const chunk = await readChunk(context, row.id, position);
    if (!chunk) throw new Error("a piece of an outgoing message is missing");
    yield chunk;
  }
}

/** Null once it was wiped. */
export async function readBody(context: ChunkContext, outgoingId: string): Promise<OutgoingBody | null> {
  const chunk = await readChunk(context, outgoingId, BODY_POSITION);
  return chunk ? bodySchema.parse(JSON.parse(chunk.toString("utf8"))) : null;
}

/** For good. Safe to repeat. */
export async function wipeContent(transaction: Transaction, outgoingIds: readonly string[]): Promise<void> {
  await transaction.outgoingChunk.deleteMany({ where: { outgoingId: { in: [...outgoingIds] } } });
}

function placeOf(outgoingId: string, position: number): string {
  return `outgoing_chunk:sealed:${outgoingId}:${position}`;
}

async function storeChunk(
  { database, keyring }: ChunkContext,
  outgoingId: string,
  position: number,
  chunk: Buffer,
): Promise<void> {
  const sealed = keyring.sealBytes(chunk, placeOf(outgoingId, position));
  await database.prisma.outgoingChunk.create({
    data: { outgoingId, position, sealed: new Uint8Array(sealed) },
    select: { position: true },
  });
}

async function readChunk(
  { database, keyring }: ChunkContext,
  outgoingId: string,
  position: number,
): Promise<Buffer | null> {
  const row = await database.prisma.outgoingChunk.findUnique({
    where: { outgoingId_position: { outgoingId, position } },
    select: { sealed: true },
  });
  return row ? keyring.openBytes(row.sealed, placeOf(outgoingId, position)) : null;
}

/** The same bytes in pieces of this size. */
async function* regroup(source: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let heldBytes = 0;
  for await (const piece of source) {
    for (let start = 0; start < piece.length; ) {
      const part = piece.subarray(start, start + size - heldBytes);
      held.push(part);
      heldBytes += part.length;
      start += part.length;
      if (heldBytes < size) continue;
      yield Buffer.concat(held, heldBytes);
      held = [];
      heldBytes = 0;
    }
  }
  if (heldBytes > 0) yield Buffer.concat(held, heldBytes);
}
