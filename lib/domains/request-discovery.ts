import { setTimeout as sleep } from "node:timers/promises";
import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { addJob } from "@/lib/jobs/add-job";

const JOB_KEY = "discover-domains";
const LOOK_EVERY_MS = 150;

export type Discovery =
  | { readonly state: "done"; readonly added: readonly string[] }
  /** No worker took it, or Mailcow does not answer: it is asked as soon as it does. */
  | { readonly state: "waiting" };

/**
 * Asks the worker to look now for domains that Mailcow has and the portal does not know, instead of within a quarter
 * of an hour. Asked twice at once, Mailcow is called once.
 */
export async function requestDiscovery(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<Result<Discovery, { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const known = await listNames(database);
  await database.prisma.$transaction(async (transaction) => {
    await addJob(transaction, "discover-domains", JOB_KEY, {});
    await recordEvent(transaction, actor, { action: "domain.discover", result: "done" });
  });
  const deadline = performance.now() + timeoutMs;
  while (await isQueued(database)) {
    if (performance.now() > deadline) return succeed({ state: "waiting" });
    await sleep(LOOK_EVERY_MS);
  }
  const added = (await listNames(database)).filter((name) => !known.includes(name));
  return succeed({ state: "done", added });
}

async function listNames({ prisma }: PortalContext["database"]): Promise<readonly string[]> {
  const domains = await prisma.domain.findMany({ select: { name: true }, orderBy: { name: "asc" } });
  return domains.map(({ name }) => name);
}

async function isQueued({ prisma }: PortalContext["database"]): Promise<boolean> {
  const found = await prisma.$queryRaw<unknown[]>`select 1 from graphile_worker.jobs where key = ${JOB_KEY}`;
  return found.length > 0;
}
