import { type Actor, isAdmin } from "@/lib/context/actor";
import type { WorkerContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { mirrorOf } from "@/lib/mailboxes/mirror-mailbox";
import type { CleanUpFailure } from "./clean-up-expired";
import { failureReason } from "./failure-reason";
import { withCleanUpLock } from "./hold-lock";
import { type FoundMailbox, listDomainsInUse, readServerPicture } from "./read-server-picture";
import { recordUsageDay } from "./record-usage-day";
import { closeRun, openRun } from "./run-record";
import { type SyncQuotaInput, syncQuotaInput } from "./schema";

type QuotaContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;

export interface QuotaSyncOutcome {
  readonly runId: string;
  readonly state: "done" | "failed";
  /** Why Mailcow could not be read. */
  readonly reason: string | null;
  /** Mailboxes looked at. */
  readonly planned: number;
  /** Rows that were out of date; in a dry run they still are. */
  readonly changed: number;
}

/** One statement each. */
const ROWS_PER_STATEMENT = 1_000;

/**
 * Takes over what Mailcow says about sizes, messages and logins: one call a domain, and a write only for a row that
 * differs. A row's `seen_at` is of the change, so unchanged numbers look older than they are, never fresher.
 */
export async function syncQuota(
  context: QuotaContext,
  actor: Actor,
  input: SyncQuotaInput = {},
): Promise<Result<QuotaSyncOutcome, CleanUpFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const { isDryRun, runId: known, waitSeconds } = syncQuotaInput.parse(input);
  const outcome = await withCleanUpLock(context.database, waitSeconds, async () => {
    const runId = await openRun(context, actor, { kind: "QUOTA", isDryRun, runId: known });
    return sync(context, runId, isDryRun);
  });
  return outcome === null ? fail({ reason: "already-running" }) : succeed(outcome);
}

async function sync(context: QuotaContext, runId: string, isDryRun: boolean): Promise<QuotaSyncOutcome> {
  try {
    const { domains } = await readServerPicture(context, await listDomainsInUse(context));
    const found = domains.flatMap((domain) => domain.found).filter(({ isProven }) => isProven);
    let changed = 0;
    for (let from = 0; from < found.length; from += ROWS_PER_STATEMENT) {
      changed += await writeChanged(context, found.slice(from, from + ROWS_PER_STATEMENT), isDryRun);
    }
    if (!isDryRun) await recordUsageDay(context);
    await closeRun(context, runId, { state: "DONE", planned: found.length, done: changed });
    return { runId, state: "done", reason: null, planned: found.length, changed };
  } catch (error) {
    const reason = failureReason(error);
    await closeRun(context, runId, { state: "FAILED", reason: reason ?? "error" });
    if (reason === null) throw error;
    return { runId, state: "failed", reason, planned: 0, changed: 0 };
  }
}

/** Mailboxes being deleted keep their numbers: their logins are cut on purpose. */
async function writeChanged(
  { database }: QuotaContext,
  found: readonly FoundMailbox[],
  isDryRun: boolean,
): Promise<number> {
  const mirrors = found.map(({ row, mailbox }) => ({ id: row.id, ...mirrorOf(mailbox) }));
  const columns = [
    mirrors.map(({ id }) => id),
    mirrors.map(({ quotaMiB }) => quotaMiB),
    mirrors.map(({ usedBytes }) => String(usedBytes)),
    mirrors.map(({ messageCount }) => messageCount),
    mirrors.map(({ lastLoginAt }) => lastLoginAt),
  ];
  const fresh = `unnest($1::uuid[], $2::int[], $3::bigint[], $4::int[], $5::timestamptz[])
    as fresh (id, quota_mib, used_bytes, message_count, last_login_at)`;
  const differs = `mailbox.id = fresh.id and mailbox.state in ('ACTIVE', 'DISABLED')
    and (mailbox.quota_mib, mailbox.used_bytes, mailbox.message_count, mailbox.last_login_at)
      is distinct from (fresh.quota_mib, fresh.used_bytes, fresh.message_count, fresh.last_login_at)`;
  if (isDryRun) {
    const { rows } = await database.pool.query<{ count: number }>(
      `select count(*)::int as count from mailbox join ${fresh} on ${differs}`,
      columns,
    );
    return rows[0]?.count ?? 0;
  }
  const { rowCount } = await database.pool.query(
    `update mailbox set quota_mib = fresh.quota_mib, used_bytes = fresh.used_bytes,
       message_count = fresh.message_count, last_login_at = fresh.last_login_at, seen_at = now(), updated_at = now()
     from ${fresh} where ${differs}`,
    columns,
  );
  return rowCount ?? 0;
}
