import { z } from "zod";
import type { OperationView } from "@/lib/mailboxes/mail-page";
import { operationKinds, operationStates } from "@/lib/mailboxes/schema";
import { instant, mailboxReason, toInstant } from "./mailbox-json";

export const operationJson = z.strictObject({
  id: z.uuid(),
  kind: z.enum(operationKinds),
  state: z.enum(operationStates).meta({
    description: "`waiting` is tried again by itself, `needs-user` and `needs-admin` wait for a person",
  }),
  reason: mailboxReason.nullable().meta({ description: "Why it waits or stopped" }),
  attempts: z.number().int().min(0),
  next_attempt_at: instant.nullable(),
  created_at: instant,
  finished_at: instant.nullable(),
});
export type OperationJson = z.infer<typeof operationJson>;

export function toOperationJson(operation: OperationView): OperationJson {
  return {
    id: operation.id,
    kind: operation.kind,
    state: operation.state,
    reason: operation.reason,
    attempts: operation.attempts,
    next_attempt_at: toInstant(operation.nextAttemptAt),
    created_at: operation.createdAt.toISOString(),
    finished_at: toInstant(operation.finishedAt),
  };
}
