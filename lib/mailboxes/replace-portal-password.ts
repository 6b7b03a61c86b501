import type { WorkerContext } from "@/lib/context/portal-context";
import { deleteAppPassword, listAppPasswords } from "@/lib/mailcow/app-passwords";
import {
  ensurePortalPassword,
  newPortalPassword,
  portalPasswordName,
  portalPasswordPlace,
} from "./ensure-portal-password";
import { commitStep, type OperationRun, type RunOutcome } from "./operation-run";
import { provePortalLogin } from "./prove-portal-login";

type ReplaceContext = Pick<WorkerContext, "database" | "keyring" | "mailcow" | "mailLogins">;

/**
 * Gives the portal another app password in the mailbox, takes the older ones of ours away, and proves the new one by
 * a login. Safe to repeat: it is named after the operation, which tells whether this operation has made it already.
 * Null when all is done; otherwise how the run ends.
 */
export async function replacePortalPassword(
  context: ReplaceContext,
  run: OperationRun,
): Promise<RunOutcome | null> {
  const name = `${portalPasswordName(run.mailbox.id)} ${run.operation.id.slice(-12)}`;
  await planReplacement(context, run, name);
  await ensurePortalPassword(context, { ...run, mailbox: { ...run.mailbox, appPasswordReadyAt: null } });
  const ours = (await listAppPasswords(context.mailcow, run.address)).filter((candidate) =>
    candidate.name.startsWith(portalPasswordName(run.mailbox.id)),
  );
  for (const older of ours.filter((candidate) => candidate.name !== name)) {
    await deleteAppPassword(context.mailcow, older.id);
  }
  return provePortalLogin(context, run);
}

/** From here on nobody logs in with the older one. */
async function planReplacement(context: ReplaceContext, run: OperationRun, name: string): Promise<void> {
  const { appPasswordName } = await context.database.prisma.mailbox.findUniqueOrThrow({
    where: { id: run.mailbox.id },
    select: { appPasswordName: true },
  });
  if (appPasswordName === name) return;
  const sealed = context.keyring.seal(newPortalPassword(), portalPasswordPlace(run.mailbox.id));
  await commitStep(context, run, {
    mailbox: {
      appPasswordName: name,
      appPasswordSealed: sealed,
      appPasswordReadyAt: null,
      appPasswordRefusedAt: null,
      loginProvenAt: null,
    },
  });
}
