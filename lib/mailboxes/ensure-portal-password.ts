import { randomBytes } from "node:crypto";
import type { WorkerContext } from "@/lib/context/portal-context";
import { addAppPassword, deleteAppPassword, listAppPasswords } from "@/lib/mailcow/app-passwords";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { hashMachinePassword } from "@/lib/mailcow/password-hash";
import { commitStep, type OperationRun } from "./operation-run";

type PasswordContext = Pick<WorkerContext, "database" | "keyring" | "mailcow">;

/** Where the portal's own app password lies, as the seal's associated data. */
export function portalPasswordPlace(mailboxId: string): string {
  return `mailbox:app_password_sealed:${mailboxId}`;
}

/**
 * Gives the portal its own app password (IMAP and SMTP only) in the mailbox. Safe to repeat: the secret is
 * stored sealed before Mailcow hears of it, and its name, unique to this mailbox, tells whether Mailcow has it.
 */
export async function ensurePortalPassword(context: PasswordContext, run: OperationRun): Promise<void> {
  const { name, password } = await planPortalPassword(context, run);
  const [present, ...surplus] = await findByName(context, run, name);
  if (!present) await addOnce(context, run, name, password);
  // Two runs side by side may both have added it; both hold the same secret, so one is enough.
  for (const extra of surplus) await deleteAppPassword(context.mailcow, extra.id);
  if (!run.mailbox.appPasswordReadyAt) {
    await commitStep(context, run, { mailbox: { appPasswordReadyAt: new Date() } });
  }
}

/** The sealed secret, made once and kept: a second plan would lock out the first. */
async function planPortalPassword(context: PasswordContext, run: OperationRun) {
  const place = portalPasswordPlace(run.mailbox.id);
  const { appPasswordName, appPasswordSealed } = await context.database.prisma.mailbox.findUniqueOrThrow({
    where: { id: run.mailbox.id },
    select: { appPasswordName: true, appPasswordSealed: true },
  });
  if (appPasswordName && appPasswordSealed) {
    return { name: appPasswordName, password: context.keyring.open(appPasswordSealed, place) };
  }
  const name = portalPasswordName(run.mailbox.id);
  const password = newPortalPassword();
  await commitStep(context, run, {
    mailbox: {
      appPasswordName: name,
      appPasswordSealed: context.keyring.seal(password, place),
      appPasswordRefusedAt: null,
    },
  });
  return { name, password };
}

/** What the portal's app passwords of a mailbox are called; a later one's name goes on from there. */
export function portalPasswordName(mailboxId: string): string {
  return `Pasture portal ${mailboxId.slice(-12)}`;
}

export function newPortalPassword(): string {
  return randomBytes(32).toString("base64url");
}

async function findByName(context: PasswordContext, run: OperationRun, name: string) {
  const all = await listAppPasswords(context.mailcow, run.address);
  return all.filter((candidate) => candidate.name === name && candidate.active);
}

async function addOnce(
  context: PasswordContext,
  run: OperationRun,
  name: string,
  password: string,
): Promise<void> {
  try {
    await addAppPassword(context.mailcow, {
      mailbox: run.address,
      name,
      passwordHash: hashMachinePassword(password),
      protocols: ["imap", "smtp"],
    });
  } catch (error) {
    const isUnclear = error instanceof MailcowError && error.isUnclear;
    if (!isUnclear || (await findByName(context, run, name)).length === 0) throw error;
  }
}
