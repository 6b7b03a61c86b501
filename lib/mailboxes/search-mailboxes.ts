import { z } from "zod";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma } from "@/lib/database/create-database";
import type { Mailbox } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type MailboxReason, type MailboxStateName, mailboxStates } from "./schema";

export const mailboxSorts = ["newest", "oldest", "expiry", "address"] as const;
export type MailboxSort = (typeof mailboxSorts)[number];

export const mailboxPurposes = ["person", "temporary"] as const;
export type MailboxPurposeName = (typeof mailboxPurposes)[number];

const cursorSchema = z.tuple([z.string().max(254), z.uuid()]);

export const searchMailboxesInput = z.strictObject({
  /** A part of the address. */
  query: z.string().trim().toLowerCase().max(254).optional(),
  domain: z.string().max(253).optional(),
  /** All that are not deleted unless given. */
  state: z.enum(mailboxStates).optional(),
  purpose: z.enum(mailboxPurposes).optional(),
  /** By expiry only mailboxes that have one are listed. */
  sort: z.enum(mailboxSorts).default("newest"),
  /** From the page before, in the same order. */
  cursor: z
    .string()
    .max(600)
    .transform((text, issues) => {
      const parsed = cursorSchema.safeParse(decodeCursor(text));
      if (parsed.success) return parsed.data;
      issues.addIssue({ code: "custom", message: "not a cursor" });
      return z.NEVER;
    })
    .optional(),
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
}

type Context = Pick<PortalContext, "database">;
type NotAllowed = { readonly reason: "not-allowed" };

const withOwner = { account: { select: { address: true } } } as const;
type Row = Mailbox & { readonly account: { readonly address: string } | null };

/** All mailboxes for an admin, in keyset pages along an index: page 1,000 costs what page 1 costs, and nothing is counted. */
export async function searchMailboxes(
  { database }: Context,
  actor: Actor,
  input: SearchMailboxesInput,
): Promise<Result<FoundMailboxes, NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const order = ORDERS[input.sort];
  const rows = await database.prisma.mailbox.findMany({
    where: { AND: [filterOf(input), order.among, input.cursor ? order.after(...input.cursor) : {}] },
    orderBy: [...order.by],
    take: input.limit + 1,
    include: withOwner,
  });
  const page = rows.slice(0, input.limit);
  const last = page.at(-1);
  return succeed({
    mailboxes: page.map(view),
    nextCursor: rows.length > input.limit && last ? encodeCursor(order.keyOf(last), last.id) : null,
  });
}

/** These mailboxes for an admin, deleted ones too, to follow what becomes of them; unknown ids are left out. */
export async function findMailboxesById(
  { database }: Context,
  actor: Actor,
  ids: readonly string[],
): Promise<Result<readonly FoundMailbox[], NotAllowed>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const rows = await database.prisma.mailbox.findMany({
    where: { id: { in: [...ids] } },
    orderBy: { id: "desc" },
    include: withOwner,
  });
  return succeed(rows.map(view));
}

function filterOf({ query, domain, state, purpose }: SearchMailboxesInput): Prisma.MailboxWhereInput {
  return {
    state: state ? upper<Mailbox["state"]>(state) : { not: "DELETED" },
    ...(query ? { address: { contains: query } } : {}),
    ...(domain ? { domainName: domain } : {}),
    ...(purpose ? { purpose: upper<Mailbox["purpose"]>(purpose) } : {}),
  };
}

interface Order {
  readonly by: readonly Prisma.MailboxOrderByWithRelationInput[];
  readonly among: Prisma.MailboxWhereInput;
  readonly keyOf: (row: Mailbox) => string;
  readonly after: (key: string, id: string) => Prisma.MailboxWhereInput;
}

/** Ids are UUIDs of version 7 and so in the order of creation. */
const ORDERS: Record<MailboxSort, Order> = {
  newest: { by: [{ id: "desc" }], among: {}, keyOf: () => "", after: (_key, id) => ({ id: { lt: id } }) },
  oldest: { by: [{ id: "asc" }], among: {}, keyOf: () => "", after: (_key, id) => ({ id: { gt: id } }) },
  address: {
    by: [{ address: "asc" }],
    among: { address: { not: null } },
    keyOf: (row) => row.address ?? "",
    after: (key) => ({ address: { gt: key } }),
  },
  expiry: {
    by: [{ expiresAt: "asc" }, { id: "asc" }],
    // The purpose is said because the index begins with it.
    among: { purpose: "TEMPORARY", expiresAt: { not: null } },
    keyOf: (row) => row.expiresAt?.toISOString() ?? "",
    after: (key, id) => ({
      // The plain bound lets the index begin at the right place; the alternative alone would read all before it.
      expiresAt: { gte: new Date(key) },
      OR: [{ expiresAt: { gt: new Date(key) } }, { id: { gt: id } }],
    }),
  },
};

function view(row: Row): FoundMailbox {
  const { id, address, domainName: domain, quotaMiB, messageCount, createdAt, expiresAt } = row;
  return {
    id,
    address,
    domain,
    purpose: row.purpose === "TEMPORARY" ? "temporary" : "person",
    kind: row.backend === "LEGACY" ? "legacy" : "managed",
    state: row.state.toLowerCase().replaceAll("_", "-") as MailboxStateName,
    reason: row.reason as MailboxReason | null,
    owner: row.account?.address ?? null,
    quotaMiB,
    usedBytes: row.usedBytes === null ? null : Number(row.usedBytes),
    messageCount,
    createdAt,
    expiresAt,
  };
}

const upper = <Name extends string>(name: string) => name.toUpperCase().replaceAll("-", "_") as Name;

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
