import type { WorkerContext } from "@/lib/context/portal-context";
import { findMailbox } from "@/lib/mailcow/mailboxes";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { readEpochMark, writeEpochMark } from "./epoch-mark";
import { raiseEpoch } from "./instance-epoch";
import { checkStamp, getInstanceId } from "./ownership";

/**
 * Gives damaged epochs a new one, so that they stop deletions once and not at each look. Only after the hold they
 * caused is recorded: the hold remembers that something could not be read until an admin ends it. Safe to repeat;
 * where Mailcow is away the next look finds them again.
 */
export async function repairMarks(
  context: Pick<WorkerContext, "database" | "keyring" | "mailcow">,
  damaged: readonly string[],
): Promise<void> {
  if (damaged.length === 0) return;
  const instanceId = await getInstanceId(context);
  const client = context.mailcow.withPriority("background");
  try {
    for (const address of damaged) {
      const lookup = await findMailbox(client, address);
      if (lookup.state !== "present" || checkStamp(context, instanceId, lookup.mailbox) === null) continue;
      if (readEpochMark(context, instanceId, lookup.mailbox).isIntact) continue;
      await writeEpochMark(context, instanceId, lookup.mailbox, await raiseEpoch(context));
    }
  } catch (error) {
    if (!(error instanceof MailcowError)) throw error;
  }
}
