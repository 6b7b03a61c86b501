import type { WorkerContext } from "@/lib/context/portal-context";

/** As if a worker had done its hourly rounds just now: the next one to start leaves them alone. */
export async function markHourlyRoundsDone({ database }: Pick<WorkerContext, "database">): Promise<void> {
  await database.prisma.cleanUpRun.create({
    data: { kind: "EXPIRED", state: "DONE", startedBy: "worker", finishedAt: new Date() },
  });
}
