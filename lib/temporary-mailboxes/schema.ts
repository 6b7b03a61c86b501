import { z } from "zod";
import { MAX_LIFETIME_HOURS } from "./policy";

/** The secret in a visitor's cookie: the owner's key to mailboxes made without an account. */
const ownerSecret = z.string().max(200).optional();
const hours = z.number().int().min(1).max(MAX_LIFETIME_HOURS);

export const createTemporaryMailboxInput = z.strictObject({
  /** The first one that is offered, unless given. */
  domain: z.string().trim().min(1).max(253).optional(),
  /** MAILBOX_EXPIRY_HOURS unless given. */
  hours: hours.optional(),
  ownerSecret,
  /** A visitor's proof of work. */
  captcha: z.string().max(4_000).optional(),
});
export type CreateTemporaryMailboxInput = z.infer<typeof createTemporaryMailboxInput>;

export const extendTemporaryMailboxInput = z.strictObject({
  mailboxId: z.uuid(),
  /** What the person was looking at: a second click or another tab does not extend twice. */
  expectedExpiresAt: z.coerce.date(),
  /** Added to the expiry, all or nothing; unless given MAILBOX_EXPIRY_HOURS, or what there is room for. */
  hours: hours.optional(),
  ownerSecret,
});
export type ExtendTemporaryMailboxInput = z.infer<typeof extendTemporaryMailboxInput>;

export const deleteTemporaryMailboxInput = z.strictObject({
  mailboxId: z.uuid(),
  /** The address typed again; only needed when there is mail. */
  confirmAddress: z.string().trim().max(254).optional(),
  ownerSecret,
});
export type DeleteTemporaryMailboxInput = z.infer<typeof deleteTemporaryMailboxInput>;

/** One temporary mailbox, by its id or its address. */
export type TemporaryMailboxSelector = ({ readonly mailboxId: string } | { readonly address: string }) & {
  readonly ownerSecret?: string | undefined;
};
