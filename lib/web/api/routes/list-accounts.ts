import { z } from "zod";
import { type AccountRow, listAccounts as listAccountsService } from "@/lib/accounts/queries";
import { defineRoute, reply } from "../define-route";
import { instant } from "../mailbox-json";
import { cursor, limit, nextCursor } from "../page-fields";

const accountRow = z.strictObject({
  id: z.uuid(),
  email: z.string(),
  display_name: z.string(),
  role: z.enum(["person", "admin"]),
  status: z.enum(["active", "disabled"]),
  mailbox_status: z.string().nullable().meta({ description: "As a mailbox's `status`; null without one" }),
  created_at: instant,
});

export const listAccounts = defineRoute({
  method: "GET",
  path: "/api/v1/admin/accounts",
  tag: "Administration",
  summary: "All accounts, newest first",
  scope: "admin:read",
  query: z.strictObject({
    query: z.string().max(254).optional().meta({ description: "Part of the address" }),
    cursor,
    limit,
  }),
  output: z.strictObject({ accounts: z.array(accountRow), next_cursor: nextCursor }),
  successes: { 200: "One page" },
  failures: ["not-allowed"],
  handle: async ({ context, actor, query }) => {
    const listed = await listAccountsService(context, actor, {
      limit: query.limit,
      ...(query.query === undefined ? {} : { query: query.query }),
      ...(query.cursor === undefined ? {} : { cursor: query.cursor }),
    });
    if (!listed.ok) return listed;
    const { accounts, nextCursor: next_cursor } = listed.value;
    return reply(200, { accounts: accounts.map(toJson), next_cursor });
  },
});

function toJson(row: AccountRow): z.input<typeof accountRow> {
  return {
    id: row.id,
    email: row.address,
    display_name: row.displayName,
    role: row.role === "ADMIN" ? "admin" : "person",
    status: row.state === "ACTIVE" ? "active" : "disabled",
    mailbox_status: row.mailboxState,
    created_at: row.createdAt.toISOString(),
  };
}
