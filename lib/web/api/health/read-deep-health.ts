import { type AccountActor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { findPendingMigrations } from "@/lib/database/find-pending-migrations";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { readWorkerPresence } from "@/lib/jobs/worker-heartbeat";
import { toInstant } from "../mailbox-json";
import type { DeepHealth } from "./health-json";
import { judgeMailServer, judgePortal } from "./judge-health";

type HealthContext = Pick<PortalContext, "database" | "settings">;

/** Everything the portal knows about itself, from the database alone; for admins. */
export async function readDeepHealth(
  context: HealthContext,
  actor: AccountActor,
): Promise<Result<DeepHealth, { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const [latencyMs, pending, workers, mailServer, operations, domains] = await Promise.all([
    measureLatency(context),
    findPendingMigrations(context.database),
    readWorkerPresence(context.database),
    readMailServer(context),
    countOperations(context),
    readDomains(context),
  ]);
  return succeed({
    status: judgePortal({ hasWorker: workers.processes > 0, mailServer: mailServer.status }),
    database: { status: "ok", latency_ms: latencyMs, pending_migrations: [...pending] },
    worker: {
      status: workers.processes > 0 ? "ok" : "silent",
      count: workers.processes,
      last_seen_at: toInstant(workers.lastSeenAt),
    },
    mail_server: mailServer,
    operations,
    domains,
  });
}

/** Milliseconds of one round trip, with a tenth as precision. */
async function measureLatency({ database }: HealthContext): Promise<number> {
  const startedAt = performance.now();
  await database.pool.query("select 1");
  return Math.round((performance.now() - startedAt) * 10) / 10;
}

async function readMailServer({ database, settings }: HealthContext): Promise<DeepHealth["mail_server"]> {
  const state = await database.prisma.mailServerState.findUnique({ where: { id: 1 } });
  return {
    status: judgeMailServer(state?.reachable),
    last_answer_at: toInstant(state?.lastAnswerAt ?? null),
    last_error_code: state?.lastErrorCode ?? null,
    last_error_at: toInstant(state?.lastErrorAt ?? null),
    version: state?.version ?? null,
    webmail_ready: state?.webmailReady ?? null,
    verify_tls: settings.mailcow.verifyTls,
    sandbox: settings.isSandbox,
  };
}

async function countOperations({ database }: HealthContext): Promise<DeepHealth["operations"]> {
  const groups = await database.prisma.operation.groupBy({
    by: ["state"],
    where: { state: { in: ["QUEUED", "RUNNING", "WAITING", "NEEDS_USER", "NEEDS_ADMIN"] } },
    _count: { _all: true },
    _min: { createdAt: true },
  });
  const count = (state: string) => groups.find((group) => group.state === state)?._count._all ?? 0;
  const oldest = groups
    .flatMap((group) => group._min.createdAt ?? [])
    .sort((a, b) => a.getTime() - b.getTime());
  return {
    queued: count("QUEUED"),
    running: count("RUNNING"),
    waiting: count("WAITING"),
    needs_user: count("NEEDS_USER"),
    needs_admin: count("NEEDS_ADMIN"),
    oldest_unfinished_at: toInstant(oldest[0] ?? null),
  };
}

async function readDomains({ database }: HealthContext): Promise<DeepHealth["domains"]> {
  const domains = await database.prisma.domain.findMany({ orderBy: [{ position: "asc" }, { name: "asc" }] });
  return domains.map((domain) => ({
    name: domain.name,
    exists_in_mailcow: domain.existsInMailcow,
    active_in_mailcow: domain.activeInMailcow,
    mailboxes_left: domain.mailboxesLeft,
    quota_left_mb: domain.quotaLeftMiB,
    as_of: toInstant(domain.seenAt),
  }));
}
