import { z } from "zod";
import type { RunView } from "@/lib/clean-up/queries";
import { cleanUpKinds } from "@/lib/clean-up/schema";
import { instant, toInstant } from "./mailbox-json";

export const cleanUpRunJson = z.strictObject({
  id: z.uuid(),
  kind: z.enum(cleanUpKinds),
  state: z.enum(["queued", "running", "done", "refused", "failed"]).meta({
    description: "`done`: what it found is recorded for the worker. `refused`: a safety rule stopped it",
  }),
  reason: z
    .string()
    .nullable()
    .meta({ description: "Why it was refused or failed", example: "listing-empty" }),
  is_dry_run: z.boolean(),
  planned: z.number().int().meta({ description: "Mailboxes it is about" }),
  done: z.number().int(),
  failed: z.number().int(),
  started_at: instant,
  finished_at: instant.nullable(),
});
export type CleanUpRunJson = z.infer<typeof cleanUpRunJson>;

export function toCleanUpRunJson(run: RunView): CleanUpRunJson {
  return {
    id: run.id,
    kind: run.kind,
    state: run.state,
    reason: run.reason,
    is_dry_run: run.isDryRun,
    planned: run.planned,
    done: run.done,
    failed: run.failed,
    started_at: run.startedAt.toISOString(),
    finished_at: toInstant(run.finishedAt),
  };
}
