import type { SystemActor } from "@/lib/context/actor";
import { listMessages } from "./list-messages";
import type { MessagesContext } from "./messages-context";

const COUNTER: SystemActor = { kind: "system", name: "counting mail" };
/** Somebody waits for the answer, and without one the question is asked all the same. */
const PATIENCE_MS = 5_000;

/** How many messages are in the mailbox now, by the mail server's own word; null when it does not say in time. */
export async function countMail(context: MessagesContext, mailboxId: string): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const counted = listMessages(context, COUNTER, { mailboxId, limit: 1 });
  try {
    const page = await Promise.race([counted, late]);
    return page?.ok ? page.value.total : null;
  } finally {
    clearTimeout(timer);
    counted.catch(() => {});
  }
}
