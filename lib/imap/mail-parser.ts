import { z } from "zod";

export interface MailAddress {
  readonly name: string;
  readonly address: string;
}

/** A header block, decoded. Everything in it was written by strangers; lengths are capped. */
export interface ParsedHeaders {
  readonly subject: string;
  readonly from: MailAddress | null;
  readonly replyTo: readonly MailAddress[];
  readonly to: readonly MailAddress[];
  readonly cc: readonly MailAddress[];
  /** As the sender claims. */
  readonly sentAt: Date | null;
  readonly messageId: string | null;
  readonly inReplyTo: string | null;
  /** The conversation so far, oldest first: of a long one its first and its last. */
  readonly references: readonly string[];
  /** Lower case, `type/subtype`; of the whole message. */
  readonly mimeType: string;
  /** Headers by which servers note whom a message was delivered to, topmost first, with bare addresses. */
  readonly deliveries: readonly { readonly header: string; readonly address: string }[];
}

/** One text part as it came over the wire, and what its structure says about it. */
export interface EncodedPart {
  readonly mimeType: "text/plain" | "text/html";
  readonly charset: string | null;
  readonly encoding: string;
  readonly isFlowed: boolean;
  readonly bytes: Uint8Array;
}

/** `too-slow` covers the memory cap too: either way the message was made to be expensive. */
export class MailParserError extends Error {
  override readonly name = "MailParserError";
  readonly code: "too-slow" | "unreadable" | "overloaded" | "closed";

  constructor(code: MailParserError["code"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * Reads mail in a thread of its own, so that a message made to burn time or memory costs the thread and nothing else.
 * @throws {MailParserError}
 */
export interface MailParser {
  /** In the order asked; null for a block that could not be read. */
  parseHeaders(blocks: readonly Uint8Array[]): Promise<readonly (ParsedHeaders | null)[]>;
  /** Transfer encoding and character set undone. */
  decodePart(part: EncodedPart): Promise<string>;
  close(): Promise<void>;
}

const address = z.object({ name: z.string(), address: z.string() });

/** What the thread may answer; it handles hostile bytes, so its answers are checked like a stranger's. */
export const parsedHeadersAnswer = z.array(
  z
    .object({
      subject: z.string(),
      from: address.nullable(),
      replyTo: z.array(address),
      to: z.array(address),
      cc: z.array(address),
      sentAt: z
        .string()
        .nullable()
        .transform((text) => readDate(text)),
      messageId: z.string().nullable(),
      inReplyTo: z.string().nullable(),
      references: z.array(z.string()),
      mimeType: z.string(),
      deliveries: z.array(z.object({ header: z.string(), address: z.string() })),
    })
    .nullable(),
);

function readDate(text: string | null): Date | null {
  if (!text) return null;
  const date = new Date(text);
  return Number.isNaN(date.getTime()) ? null : date;
}
