import type { MailStore } from "@/lib/sandbox/mail/mail-store";

/** An IMAP server with its mail: what submission delivers to and the API reads usage from. */
export type MailEngine = {
  readonly name: "dovecot" | "memory";
  readonly imapPort: number;
  readonly store: MailStore;
  /** Null when the mail is in memory. */
  readonly mailFolder: string | null;
  /**
   * Puts one message into each mailbox.
   * @throws {DeliveryRefused} when a mailbox is over its quota.
   */
  deliver(envelope: LocalEnvelope, message: Buffer): Promise<void>;
  stop(): Promise<void>;
};

export type LocalEnvelope = { readonly from: string; readonly to: readonly string[] };

/** The mailbox said no; `response` is an SMTP reply such as `552 5.2.2 …`. */
export class DeliveryRefused extends Error {
  override readonly name = "DeliveryRefused";
  readonly responseCode: number;

  constructor(responseCode: number, message: string) {
    super(message);
    this.responseCode = responseCode;
  }
}
