import { z } from "zod";
import type { WorkerContext } from "@/lib/context/portal-context";
import { editMailbox, findMailbox, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { ensurePortalPassword } from "./ensure-portal-password";
import { findOwnInMailcow } from "./find-own-in-mailcow";
import { mirrorOf } from "./mirror-mailbox";
import type { OperationRun, RunOutcome } from "./operation-run";
import { replacePortalPassword } from "./replace-portal-password";

/** What an UPDATE_MAILBOX operation carries. */
export const mailboxChange = z.object({
  displayName: z.string().optional(),
  quotaMiB: z.number().int().min(1).optional(),
  active: z.boolean().optional(),
  /** Gives back what the first phase of a deletion took: these protocols, and the portal's own app password. */
  loginsAllowed: z.array(z.string()).optional(),
  /** The portal's own app password no longer works: another takes its place. */
  newPortalPassword: z.boolean().optional(),
});
export type MailboxChange = z.infer<typeof mailboxChange>;

/** Brings the mailbox to the wished state: looks, changes only what differs, looks again. Safe to repeat. */
export async function applyMailboxUpdate(
  context: Pick<WorkerContext, "database" | "keyring" | "mailcow" | "mailLogins">,
  run: OperationRun,
): Promise<RunOutcome> {
  const mailbox = await findOwnInMailcow(context, run);
  if ("kind" in mailbox) return mailbox;
  const wished = mailboxChange.parse(run.operation.change);
  const changes = differences(mailbox, wished);
  if (Object.keys(changes).length > 0) {
    await editMailbox(context.mailcow, run.address, changes);
  }
  const after = await findMailbox(context.mailcow, run.address);
  if (after.state !== "present" || Object.keys(differences(after.mailbox, wished)).length > 0) {
    return { kind: "retry", reason: "mail-server-unclear" };
  }
  if (wished.newPortalPassword) {
    const unfinished = await replacePortalPassword(context, run);
    if (unfinished) return unfinished;
  } else if (wished.loginsAllowed) await ensurePortalPassword(context, run);
  return {
    kind: "done",
    mailbox: {
      ...mirrorOf(after.mailbox),
      displayName: after.mailbox.displayName,
      state: after.mailbox.active === "active" ? "ACTIVE" : "DISABLED",
    },
  };
}

function differences(mailbox: MailcowMailbox, wished: MailboxChange) {
  const { displayName, quotaMiB, active, loginsAllowed } = wished;
  const { imap, smtp, pop3, sieve } = mailbox.protocols;
  const isMissing = (protocol: string, isAllowed: boolean) =>
    loginsAllowed?.includes(protocol) === true && !isAllowed;
  return {
    ...(displayName !== undefined && displayName !== mailbox.displayName ? { displayName } : {}),
    ...(quotaMiB !== undefined && quotaMiB !== mailbox.quotaMiB ? { quotaMiB } : {}),
    ...(active !== undefined && active !== (mailbox.active === "active") ? { active } : {}),
    ...(isMissing("imap", imap) ? { imapAccess: true } : {}),
    ...(isMissing("smtp", smtp) ? { smtpAccess: true } : {}),
    ...(isMissing("pop3", pop3) ? { pop3Access: true } : {}),
    ...(isMissing("sieve", sieve) ? { sieveAccess: true } : {}),
  };
}
