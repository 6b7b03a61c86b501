import type { WorkerContext } from "@/lib/context/portal-context";
import { addMailbox, editMailbox, findMailbox, type MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import { parseWholeAddress } from "./address";
import { ensurePortalPassword } from "./ensure-portal-password";
import { mirrorOf } from "./mirror-mailbox";
import { commitStep, type OperationRun, openPasswordHash, type RunOutcome } from "./operation-run";
import { isOwnMailbox, stampMailbox } from "./own-mailbox";
import { readStamp } from "./ownership";
import { provePortalLogin } from "./prove-portal-login";

export type ProvisioningContext = Pick<
  WorkerContext,
  "database" | "settings" | "keyring" | "mailcow" | "mailLogins" | "webmail"
>;

/**
 * Makes the mailbox of this operation, or finishes making it. Safe to run any number of times, also after dying
 * between any two lines: Mailcow has no idempotency key, so the mailbox carries our marker from its first moment.
 * One that exists with it is ours from a run that died; one without is somebody else's and is left alone.
 *
 * @throws {MailcowError} for the outside world's failures, which the caller turns into a retry or a reason.
 */
export async function provisionMailbox(context: ProvisioningContext, run: OperationRun): Promise<RunOutcome> {
  if (run.mailbox.state === "PENDING" || run.mailbox.state.startsWith("NEEDS_")) {
    await commitStep(context, run, { mailbox: { state: "PROVISIONING", reason: null } });
  }
  const existing = await ensureMailbox(context, run);
  if ("kind" in existing) return existing;
  await commitStep(context, run, {
    mailbox: {
      ...mirrorOf(existing),
      madeAt: run.mailbox.madeAt ?? new Date(),
      createdInMailcow: existing.createdAt,
    },
  });
  await ensurePortalPassword(context, run);
  const login = await provePortalLogin(context, run);
  if (login) return login;
  const webmailReadyAt = (await context.webmail.isReady()) ? new Date() : null;
  return {
    kind: "done",
    mailbox: { state: "ACTIVE", reason: null, webmailReadyAt, ownershipMarker: run.operation.marker },
  };
}

/** The mailbox, marked and stamped as ours, as Mailcow itself tells it; or why there is none. */
async function ensureMailbox(
  context: ProvisioningContext,
  run: OperationRun,
): Promise<MailcowMailbox | RunOutcome> {
  const found = (await lookAt(context, run)) ?? (await createMailbox(context, run));
  if ("kind" in found) return found;
  return makeOurs(context, run, found);
}

/** Null when Mailcow has no such mailbox. */
async function lookAt(
  context: ProvisioningContext,
  run: OperationRun,
): Promise<MailcowMailbox | RunOutcome | null> {
  const lookup = await findMailbox(context.mailcow, run.address);
  if (lookup.state === "absent") return null;
  // A torn mailbox hides its marker: nobody can prove whose it is, so an admin must look.
  if (lookup.state === "torn") return { kind: "needs-admin", reason: "mailbox-broken" };
  return (await isOwnMailbox(context, run, lookup.mailbox))
    ? lookup.mailbox
    : { kind: "needs-user", reason: "address-taken" };
}

async function createMailbox(
  context: ProvisioningContext,
  run: OperationRun,
): Promise<MailcowMailbox | RunOutcome> {
  try {
    await addMailbox(context.mailcow, newMailbox(context, run));
  } catch (error) {
    if (!isWorthLooking(error)) throw error;
    const made = await lookAt(context, run);
    if (made) return made;
    throw error;
  }
  // What the answer says is not believed until Mailcow shows the mailbox.
  const made = await lookAt(context, run);
  return made ?? { kind: "retry", reason: "mail-server-unclear" };
}

/** After "taken" and after an unclear answer only a look tells whether the mailbox is ours. */
function isWorthLooking(error: unknown): error is MailcowError {
  if (!(error instanceof MailcowError)) return false;
  return error.isUnclear || error.messageKeys.includes("object_exists");
}

function newMailbox(context: ProvisioningContext, run: OperationRun) {
  const address = parseWholeAddress(run.address);
  const passwordHash = openPasswordHash(context, run.operation);
  if (!address || !passwordHash) throw new Error(`operation ${run.operation.id} has no address or no hash`);
  return {
    localPart: address.localPart,
    domain: address.domain,
    displayName: run.mailbox.displayName || address.localPart,
    passwordHash,
    quotaMiB: run.mailbox.quotaMiB,
    attributeHash: run.operation.marker,
    tags: ["pasture"],
    tlsEnforced: context.settings.mailbox.tlsEnforced,
    forcePasswordUpdate: run.mailbox.forcePasswordUpdate,
  };
}

/** A mailbox that an earlier try made gets this try's password before the stamp: it is the one the person knows. */
async function makeOurs(
  context: ProvisioningContext,
  run: OperationRun,
  mailbox: MailcowMailbox,
): Promise<MailcowMailbox> {
  if ((await readStamp(context, mailbox)) === run.operation.id) return mailbox;
  const passwordHash = openPasswordHash(context, run.operation);
  if (mailbox.attributeHash !== run.operation.marker && passwordHash) {
    await editMailbox(context.mailcow, run.address, { passwordHash, attributeHash: run.operation.marker });
  }
  await stampMailbox(context, run, mailbox);
  return mailbox;
}
