import { z } from "zod";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import {
  asOf,
  instant,
  mailboxReason,
  mailboxStatus,
  messageCount,
  quotaUsed,
  toInstant,
  toMiB,
} from "./mailbox-json";

export const domainKind = z.enum(["managed", "legacy"]).meta({
  description: "`legacy` mailboxes have no password: their mail is read in the portal",
});
export const expiresAt = instant.meta({ description: "Not deleted before" });

/** Never holds the password. */
export const temporaryMailboxJson = z.strictObject({
  id: z.uuid(),
  email: z.string().meta({ example: "brisk-otter-4821@example.org" }),
  domain: z.string(),
  kind: domainKind,
  status: mailboxStatus,
  reason: mailboxReason.nullable(),
  created_at: instant,
  expires_at: expiresAt,
  is_expired: z.boolean(),
  quota_mb: z.number().int().meta({ description: "MiB" }),
  quota_used_mb: quotaUsed,
  messages: messageCount,
  as_of: asOf,
});

export function toTemporaryMailboxJson(mailbox: TemporaryMailboxView): z.input<typeof temporaryMailboxJson> {
  return {
    id: mailbox.id,
    email: mailbox.address,
    domain: mailbox.domain,
    kind: mailbox.kind,
    status: mailbox.state,
    reason: mailbox.reason,
    created_at: mailbox.createdAt.toISOString(),
    expires_at: mailbox.expiresAt.toISOString(),
    is_expired: mailbox.isExpired,
    quota_mb: mailbox.quotaMiB,
    quota_used_mb: toMiB(mailbox.usedBytes),
    messages: mailbox.messageCount,
    as_of: toInstant(mailbox.asOf),
  };
}
