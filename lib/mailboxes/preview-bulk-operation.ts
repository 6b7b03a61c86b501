import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import {
  type BulkActName,
  type BulkSelection,
  CONCERNED,
  fingerprintOf,
  matchSelection,
} from "./bulk-selection";
import { type FoundMailbox, readMailboxes } from "./search-mailboxes";

/** What would be done, and what would be lost by it. */
export interface BulkPreview {
  /** Mailboxes it would be done to. */
  readonly count: number;
  /** Chosen, but not concerned: being deleted already, or without an expiry to move. */
  readonly leftOut: number;
  /** Of those concerned: people's own, on legacy domains, and with mail as far as the portal knows. */
  readonly persons: number;
  readonly legacy: number;
  readonly withMail: number;
  readonly messageCount: number;
  readonly usedBytes: number;
  /** Tells this selection from another one; to be sent back with the order. */
  readonly fingerprint: string;
  /** The newest of them. */
  readonly sample: readonly FoundMailbox[];
}

const SAMPLE_LENGTH = 50;

/** What the page that asks for a confirmation says. A mailbox whose mail nobody has counted yet may hold some. */
export async function previewBulkOperation(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  { act, selection }: { readonly act: BulkActName; readonly selection: BulkSelection },
): Promise<Result<BulkPreview, { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const chosen = matchSelection(selection);
  const concerned = { ...chosen, sql: `${chosen.sql} and ${CONCERNED[act]}` };
  const [counted, sample, all] = await Promise.all([
    database.pool.query<Omit<BulkPreview, "sample" | "leftOut">>(
      `select count(*)::int as count,
         (count(*) filter (where purpose = 'PERSON'))::int as persons,
         (count(*) filter (where backend = 'LEGACY'))::int as legacy,
         (count(*) filter (where coalesce(message_count, 1) > 0))::int as "withMail",
         coalesce(sum(message_count), 0)::float8 as "messageCount",
         coalesce(sum(used_bytes), 0)::float8 as "usedBytes",
         ${fingerprintOf("mailbox.id")} as fingerprint
       from mailbox where ${concerned.sql}`,
      [...concerned.values],
    ),
    readMailboxes(database, concerned, { by: "mailbox.id desc", limit: SAMPLE_LENGTH }),
    database.pool.query<{ count: number }>(`select count(*)::int as count from mailbox where ${chosen.sql}`, [
      ...chosen.values,
    ]),
  ]);
  const [sums] = counted.rows;
  if (!sums) throw new Error("a count without a row");
  return succeed({ ...sums, leftOut: (all.rows[0]?.count ?? 0) - sums.count, sample });
}
