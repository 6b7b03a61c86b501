import { z } from "zod";
import { sendingModes } from "./schema";

/**
 * What a draft is besides its message: what it answers, and addresses that are not finished yet, which no header of
 * mail may hold. Stands in a header of our own; other mail programs pass it over.
 */
const NAME = "X-Pasture-Draft";
const LONGEST_TEXT = 4_000;
const LINE = 70;

const unfinishedText = z.string().max(LONGEST_TEXT).optional();

const noteSchema = z.object({
  mode: z.enum(sendingModes).catch("new"),
  original: z
    .object({ folder: z.string().min(1).max(1_100), messageId: z.string().max(30) })
    .nullable()
    .catch(null),
  unfinished: z
    .object({ to: unfinishedText, cc: unfinishedText, bcc: unfinishedText })
    .catch({ to: undefined, cc: undefined, bcc: undefined }),
});
export type DraftNote = z.infer<typeof noteSchema>;

export function writeDraftHeader(note: DraftNote): string {
  const unfinished = Object.fromEntries(
    Object.entries(note.unfinished).map(([field, text]) => [field, text?.slice(0, LONGEST_TEXT)]),
  );
  const encoded = Buffer.from(JSON.stringify({ ...note, unfinished })).toString("base64");
  const lines = encoded.match(new RegExp(`.{1,${LINE}}`, "g")) ?? [];
  return `${NAME}: ${lines.join("\r\n ")}\r\n`;
}

/** Null where there is none, or none of ours: a draft of another program. */
export function readDraftHeader(source: string): DraftNote | null {
  const encoded = readHeader(source, NAME)?.replace(/\s+/g, "");
  if (!encoded) return null;
  try {
    const note = noteSchema.safeParse(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
    return note.success ? note.data : null;
  } catch {
    return null;
  }
}

/** The hidden recipients, whom only the writer's own copy names. */
export function readBcc(source: string): string {
  return readHeader(source, "Bcc")?.replace(/\s+/g, " ").trim() ?? "";
}

function readHeader(source: string, name: string): string | null {
  const head = source.replace(/\r\n?/g, "\n").split("\n\n", 1)[0] ?? "";
  const unfolded = head.replace(/\n[ \t]+/g, " ");
  const line = unfolded.split("\n").find((text) => text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line?.slice(name.length + 1) ?? null;
}
