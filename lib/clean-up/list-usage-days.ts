import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

export interface UsageDayView {
  /** Midnight UTC. */
  readonly day: Date;
  readonly created: number;
  readonly expired: number;
  readonly active: number;
  readonly storedBytes: number;
}

const DAY_MS = 86_400_000;

/**
 * The last days, oldest first and today last, of one domain or of all together. A day nobody recorded is there with
 * zeros, so that a chart has no holes.
 */
export async function listUsageDays(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  input: { readonly days: number; readonly domain?: string | undefined },
): Promise<Result<readonly UsageDayView[], { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const today = new Date(new Date().toISOString().slice(0, 10));
  const first = new Date(today.getTime() - (input.days - 1) * DAY_MS);
  const rows = await database.prisma.usageDay.groupBy({
    by: ["day"],
    where: { day: { gte: first }, ...(input.domain ? { domainName: input.domain } : {}) },
    _sum: { created: true, expired: true, active: true, storedBytes: true },
  });
  const recorded = new Map(rows.map(({ day, _sum }) => [day.getTime(), _sum]));
  return succeed(
    Array.from({ length: input.days }, (_, index) => {
      const day = new Date(first.getTime() + index * DAY_MS);
      const sum = recorded.get(day.getTime());
      return {
        day,
        created: sum?.created ?? 0,
        expired: sum?.expired ?? 0,
        active: sum?.active ?? 0,
        storedBytes: Number(sum?.storedBytes ?? 0),
      };
    }),
  );
}
