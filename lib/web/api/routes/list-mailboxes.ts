import { z } from "zod";
import { listMailboxes as listMailboxesService, type MailboxRow } from "@/lib/mailboxes/queries";
import { defineRoute, reply } from "../define-route";
import {
  asOf,
  instant,
  mailboxReason,
  mailboxStatus,
  messageCount,
  quotaUsed,
  toInstant,
  toMiB,
} from "../mailbox-json";
import { cursor, limit, nextCursor } from "../page-fields";
import { queryFlag } from "../query-flag";

const mailboxRow = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  domain: z.string(),
  status: mailboxStatus,
  reason: mailboxReason.nullable(),
  quota_mb: z.number().int().meta({ description: "MiB; 0 is unlimited" }),
  quota_used_mb: quotaUsed,
  messages: messageCount,
  as_of: asOf,
  created_at: instant,
});

export const listMailboxes = defineRoute({
  method: "GET",
  path: "/api/v1/admin/mailboxes",
  tag: "Administration",
  summary: "All mailboxes, newest first",
  scope: "admin:read",
  query: z.strictObject({
    domain: z.string().trim().toLowerCase().max(253).optional(),
    query: z.string().max(254).optional().meta({ description: "Part of the address" }),
    active_only: queryFlag.meta({ description: "Only those whose `status` is `active`" }),
    cursor,
    limit,
  }),
  output: z.strictObject({ mailboxes: z.array(mailboxRow), next_cursor: nextCursor }),
  successes: { 200: "One page" },
  failures: ["not-allowed"],
  handle: async ({ context, actor, query: { active_only, ...query } }) => {
    const listed = await listMailboxesService(context, actor, { ...query, activeOnly: active_only });
    if (!listed.ok) return listed;
    const { mailboxes, nextCursor: next_cursor } = listed.value;
    return reply(200, { mailboxes: mailboxes.map(toJson), next_cursor });
  },
});

function toJson(row: MailboxRow): z.input<typeof mailboxRow> {
  return {
    id: row.id,
    email: row.address,
    domain: row.domain,
    status: row.state,
    reason: row.reason,
    quota_mb: row.quotaMiB,
    quota_used_mb: toMiB(row.usedBytes),
    messages: row.messageCount,
    as_of: toInstant(row.asOf),
    created_at: row.createdAt.toISOString(),
  };
}
