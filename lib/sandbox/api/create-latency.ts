import { setTimeout } from "node:timers/promises";
import { estimateLatencyMs, isMailboxChange, isMailboxDeletion } from "@/lib/sandbox/api/estimate-latency";

export type LatencyOptions = {
  /** False as with `SKIP_SOGO=y`: a deletion does not rebuild the webmail's view of all mailboxes. */
  readonly hasWebmail?: boolean;
  /** All times multiplied: a tenth of a large server's day fits into a coffee break. */
  readonly scale?: number;
};

/**
 * Waits as long as the genuine server works for a call. Rebuilding the webmail's view holds a lock: deletions come one
 * after the other, and whoever adds or edits a mailbox meanwhile waits for the one at hand. Nobody else does.
 */
export function createLatency({
  hasWebmail = true,
  scale = 1,
}: LatencyOptions): (path: string, mailboxes: number) => Promise<void> {
  let rebuilding: Promise<unknown> = Promise.resolve();
  return async (path, mailboxes) => {
    const work = () => setTimeout(scale * estimateLatencyMs(path, mailboxes, hasWebmail));
    if (hasWebmail && isMailboxDeletion(path)) {
      rebuilding = rebuilding.then(work);
      await rebuilding;
      return;
    }
    if (hasWebmail && isMailboxChange(path)) await rebuilding;
    await work();
  };
}
