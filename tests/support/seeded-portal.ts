import type { SystemActor } from "@/lib/context/actor";
import type { WorkerContext } from "@/lib/context/portal-context";
import { insertSeedRows, planSeeds, type RowSeeding, type Seed, writeSandboxSeeds } from "./seeded-mailboxes";
import { openTestPortal, type TestPortal } from "./test-portal";

export const OPERATOR: SystemActor = { kind: "system", name: "test" };

export interface SeededPortal extends TestPortal {
  readonly seeds: readonly Seed[];
  /** Calls of the sandbox that delete mailboxes. */
  deleteCalls(): number;
  /** Waits for nobody: the states of all seeds' rows, counted. */
  countStates(by?: WorkerContext): Promise<Readonly<Record<string, number>>>;
}

export interface SeededPortalOptions extends Partial<RowSeeding> {
  readonly count: number;
  readonly domains?: readonly string[];
  readonly loginAt?: Date;
  readonly latency?: boolean;
}

/** A portal with temporary mailboxes that exist on both sides, of which the first few have expired an hour ago. */
export async function openSeededPortal(options: SeededPortalOptions): Promise<SeededPortal> {
  const seeds = planSeeds(options.count, options.domains);
  const { loginAt, latency = false } = options;
  const portal = await openTestPortal({
    latency,
    prepareSandbox: (dataDir) => writeSandboxSeeds(dataDir, seeds, loginAt ? { loginAt } : {}),
  });
  await insertSeedRows(portal.context, seeds, {
    expiring: options.expiring ?? 0,
    expiresInHours: options.expiresInHours ?? -1,
    ...(options.backend ? { backend: options.backend } : {}),
  });
  const deleted = ({ path }: { path: string }) => path.endsWith("/delete/mailbox");
  return {
    ...portal,
    seeds,
    deleteCalls: () => portal.sandbox.calls().filter(deleted).length,
    countStates: async (by = portal.context) => {
      const groups = await by.database.prisma.mailbox.groupBy({ by: ["state"], _count: true });
      return Object.fromEntries(groups.map((group) => [group.state, group._count]));
    },
  };
}
