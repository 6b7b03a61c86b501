import { setTimeout as wait } from "node:timers/promises";
import { getRun, type RunView } from "@/lib/clean-up/queries";
import type { SystemActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";

/** As long as any other call waits for the worker. */
const PATIENCE_MS = 1_500;
const LOOK_EVERY_MS = 150;

/** The caller may have the right to start a round and not the right to read all others; this one is its own. */
const READER: SystemActor = { kind: "system", name: "api" };

/** How a round that was just asked for stands after a short wait; it goes on without us. */
export async function awaitCleanUp(
  context: Pick<PortalContext, "database">,
  runId: string,
): Promise<RunView> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await getRun(context, READER, { runId, limit: 1 });
    if (!found.ok) throw new Error(`clean-up round ${runId} is gone`);
    const { run } = found.value;
    if (run.finishedAt !== null || Date.now() >= deadline) return run;
    await wait(LOOK_EVERY_MS);
  }
}
