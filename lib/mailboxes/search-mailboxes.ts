import { z } from "zod";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Database } from "@/lib/database/create-database";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type MailboxCondition, type MailboxSearch, matchMailboxes } from "./match-mailboxes";
import { type MailboxReason, type MailboxStateName, mailboxStates } from "./schema";

export const mailboxSorts = ["newest", "oldest", "expiry", "address"] as const;
export type MailboxSort = (typeof mailboxSorts)[number];

export const mailboxPurposes = ["person", "temporary"] as const;
export type MailboxPurposeName = (typeof mailboxPurposes)[number];

/** PostgreSQL takes no zero byte. */
const text = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine((value) => !value.includes("\0"));

const cursorSchema = z.tuple([text(254), z.uuid()]);

export const searchMailboxesInput = z.strictObject({
  /** A part of the address. */
  query: text(254).trim().toLowerCase().optional(),
  domain: text(253).optional(),
  /** All that are not deleted unless given. */
  state: z.enum(mailboxStates).optional(),
  purpose: z.enum(mailboxPurposes).optional(),
  /** By expiry only mailboxes that have one are listed. */
  sort: z.enum(mailboxSorts).default("newest"),
  /** From the page before, in the same order. */
  cursor: z
    .string()
    .max(600)
    .transform((cursor, issues) => {
      const parsed = cursorSchema.safeParse(decodeCursor(cursor));
      if (parsed.success) return parsed.data;
      issues.addIssue({ code: "custom", message: "not a cursor" });
      return z.NEVER;
    })
    .optional(),
  /** Before or after the cursor. */
  direction: z.enum(["forward", "back"]).default("forward"),
  limit: z.number().int().min(1).max(200).default(50),
});
export type SearchMailboxesInput = z.infer<typeof searchMailboxesInput>;

export interface FoundMailbox {
  readonly id: string;
  /** Null once deleted: the portal forgets it then. */
  readonly address: string | null;
  readonly domain: string;
  readonly purpose: MailboxPurposeName;
  readonly kind: "managed" | "legacy";
  readonly state: MailboxStateName;
  readonly reason: MailboxReason | null;
  /** Of the account it belongs to; null for a visitor's. */
  readonly owner: string | null;
  /** MiB; 0 is unlimited. */
  readonly quotaMiB: number;
  readonly usedBytes: number | null;
  readonly messageCount: number | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}

export interface FoundMailboxes {
  readonly mailboxes: readonly FoundMailbox[];
  /** Ask again with it for the next page; null on the last. */
  readonly nextCursor: string | null;
  /** With `direction: "back"` for the page before; null on the first. */
  readonly previousCursor: string | null;
}

type Context = Pick<PortalContext, "database">;
type NotAllowed = { readonly reason: "not-allowed" };

/** All mailboxes for an admin, in keyset pages along an index: page 1,000 costs what page 1 costs. One statement. */
export async function searchMailboxes(
  { database }: Context,
  actor: Actor,
  input: SearchMailboxesInput,
): Promise<Result<FoundMailboxes, NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const { isMore, rows } = await readPage(database, input);
  const isBack = input.direction === "back";
  const cursorOf = (row: Row | undefined) =>
    row ? encodeCursor(ORDERS[input.sort].keyOf(row), row.id) : null;
  return succeed({
    mailboxes: rows.map(view),
    nextCursor: isBack || isMore ? cursorOf(rows.at(-1)) : null,
    previousCursor: (isBack ? isMore : input.cursor !== undefined) ? cursorOf(rows[0]) : null,
  });
}

/** Counting goes no further: it is for choosing, and for knowing whether there is much or little. */
export const MOST_COUNTED = 10_000;

export interface MailboxCount {
  readonly count: number;
  /** There are more than that. */
  readonly isMore: boolean;
}

/** How many match, up to {@link MOST_COUNTED}. */
export async function countMailboxes(
  { database }: Context,
  actor: Actor,
  search: MailboxSearch,
): Promise<Result<MailboxCount, NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const { sql, values } = matchMailboxes(search);
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::int as count from (select from mailbox where ${sql} limit ${MOST_COUNTED + 1}) as matching`,
    [...values],
  );
  const count = rows[0]?.count ?? 0;
  return succeed({ count: Math.min(count, MOST_COUNTED), isMore: count > MOST_COUNTED });
}

/** Rows of a condition in an order, for services that have asked for the right to see them. */
export async function readMailboxes(
  { pool }: Pick<Database, "pool">,
  { sql, values }: MailboxCondition,
  { by, limit }: { readonly by: string; readonly limit: number },
): Promise<readonly FoundMailbox[]> {
  return (await readRows(pool, { sql, values }, { by, limit })).map(view);
}

interface Page {
  readonly rows: readonly Row[];
  /** Further ones in the direction that was asked for. */
  readonly isMore: boolean;
}

/** Backwards the order is turned round, so that the same index is walked the other way. */
async function readPage({ pool }: Database, input: SearchMailboxesInput): Promise<Page> {
  const matching = matchMailboxes(input);
  const values = [...matching.values];
  const place = (value: string) => `$${values.push(value)}`;
  const { columns, isDescending, beyond } = ORDERS[input.sort];
  const isBack = input.direction === "back" && input.cursor !== undefined;
  const isFalling = isDescending !== isBack;
  const from = input.cursor
    ? ` and (${columns.join(", ")}) ${isFalling ? "<" : ">"} (${beyond(...input.cursor, place)})`
    : "";
  const by = columns.map((column) => `${column} ${isFalling ? "desc" : "asc"}`).join(", ");
  const sql = matching.sql + from;
  const rows = await readRows(pool, { sql, values }, { by, limit: input.limit + 1 });
  const page = rows.slice(0, input.limit);
  return { rows: isBack ? page.toReversed() : page, isMore: rows.length > input.limit };
}

async function readRows(
  pool: Database["pool"],
  { sql, values }: MailboxCondition,
  { by, limit }: { readonly by: string; readonly limit: number },
): Promise<Row[]> {
  const { rows } = await pool.query<Row>(`${COLUMNS} where ${sql} order by ${by} limit ${limit}`, [
    ...values,
  ]);
  return rows;
}

const COLUMNS = `
  select mailbox.id, mailbox.address, mailbox.domain_name as domain, mailbox.purpose, mailbox.backend, mailbox.state,
    mailbox.reason, account.address as owner, mailbox.quota_mib as "quotaMiB",
    mailbox.used_bytes::float8 as "usedBytes", mailbox.message_count as "messageCount",
    mailbox.created_at as "createdAt", mailbox.expires_at as "expiresAt"
  from mailbox left join account on account.id = mailbox.account_id`;

type Row = Omit<FoundMailbox, "purpose" | "kind" | "state"> & Pick<Mailbox, "purpose" | "backend" | "state">;

interface Order {
  /** Together unique, and at the head of an index. */
  readonly columns: readonly string[];
  readonly isDescending: boolean;
  readonly keyOf: (row: Row) => string;
  /** What a cursor says of these columns; `place` keeps a value out of the text. */
  readonly beyond: (key: string, id: string, place: (value: string) => string) => string;
}

/** Ids are UUIDs of version 7 and so in the order of creation. */
const byId = {
  columns: ["mailbox.id"],
  keyOf: () => "",
  beyond: (_key: string, id: string, place: (value: string) => string) => `${place(id)}::uuid`,
};

const ORDERS: Record<MailboxSort, Order> = {
  newest: { ...byId, isDescending: true },
  oldest: { ...byId, isDescending: false },
  address: {
    columns: ["mailbox.address"],
    isDescending: false,
    keyOf: ({ address }) => address ?? "",
    beyond: (key, _id, place) => place(key),
  },
  expiry: {
    columns: ["mailbox.expires_at", "mailbox.id"],
    isDescending: false,
    keyOf: ({ expiresAt }) => expiresAt?.toISOString() ?? "",
    beyond: (key, id, place) => `${place(readInstant(key))}::timestamptz, ${place(id)}::uuid`,
  },
};

/** A cursor of another order, in a link that somebody edited, begins at the beginning. */
function readInstant(key: string): string {
  const at = new Date(key);
  return Number.isNaN(at.getTime()) ? "-infinity" : at.toISOString();
}

function view({ purpose, backend, state, ...row }: Row): FoundMailbox {
  return {
    ...row,
    purpose: purpose === "TEMPORARY" ? "temporary" : "person",
    kind: backend === "LEGACY" ? "legacy" : "managed",
    state: state.toLowerCase().replaceAll("_", "-") as MailboxStateName,
  };
}

function encodeCursor(key: string, id: string): string {
  return Buffer.from(JSON.stringify([key, id])).toString("base64url");
}

function decodeCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
