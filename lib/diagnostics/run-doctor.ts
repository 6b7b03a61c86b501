import type { Check, DoctorContext } from "./check";
import { describeSettings } from "./checks/describe-settings";
import { checkImap, checkSmtp, checkWebmail } from "./checks/mail-checks";
import { checkMailcow } from "./checks/mailcow-checks";
import { checkDatabase, checkQueue, checkWorker } from "./checks/portal-checks";

/**
 * Looks at everything the portal depends on and says what is wrong and how to put it right. Changes nothing, and
 * costs Mailcow a handful of calls: after a refused key not one more. A check that breaks is a failed check.
 */
export async function runDoctor(context: DoctorContext): Promise<readonly Check[]> {
  const groups = await Promise.all([
    guard("settings", async () => [describeSettings(context)]),
    guard("database", async () => [await checkDatabase(context)]),
    guard("worker", async () => [await checkWorker(context)]),
    guard("queue", async () => [await checkQueue(context)]),
    guard("mailcow", () => checkMailcow(context)),
    guard("imap", async () => [await checkImap(context)]),
    guard("smtp", async () => [await checkSmtp(context)]),
    guard("webmail", async () => [await checkWebmail(context)]),
  ]);
  return groups.flat();
}

async function guard(name: string, look: () => Promise<readonly Check[]>): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    const seen = error instanceof Error ? `${error.name}: ${error.message}` : "an unknown error";
    return [{ group: "portal", name, state: "failed", seen, cause: "the check itself broke off" }];
  }
}
