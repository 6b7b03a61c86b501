import { listOutgoing } from "@/lib/sending/queries";
import type { OutgoingState } from "@/lib/sending/schema";
import type { OpenInbox } from "./open-inbox";

/** On its way, or waiting for somebody; what was sent or stopped is history. */
const OPEN: ReadonlySet<OutgoingState> = new Set([
  "awaiting-approval",
  "held",
  "queued",
  "sending",
  "waiting",
  "maybe-sent",
  "failed",
]);
const LOOKED_AT = 50;

export function isOpen(state: OutgoingState): boolean {
  return OPEN.has(state);
}

/** Of the newest fifty messages. */
export async function countOutgoing(
  { actor, context }: Pick<OpenInbox, "actor" | "context">,
  mailboxId: string,
): Promise<number> {
  const page = await listOutgoing(context, actor, { mailboxId, limit: LOOKED_AT });
  return page.ok ? page.value.messages.filter(({ state }) => isOpen(state)).length : 0;
}
