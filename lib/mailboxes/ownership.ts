import { randomUUID } from "node:crypto";
import type { PortalContext } from "@/lib/context/portal-context";
import type { MailcowMailbox } from "@/lib/mailcow/mailboxes";
import { makeEpochMark } from "./epoch-mark";
import { raiseEpoch } from "./instance-epoch";

/** What the portal writes into a mailbox's custom attributes: enough to find its mailboxes with the database lost. */
export interface OwnershipStamp {
  readonly pasture_instance: string;
  readonly pasture_operation: string;
  /** HMAC over instance, operation, address and Mailcow's creation time: cannot be made or moved without the key. */
  readonly pasture_proof: string;
  /** Rises with every stamp and has a proof of its own: see {@link makeEpochMark}. */
  readonly pasture_epoch: string;
}

type OwnershipContext = Pick<PortalContext, "database" | "keyring">;
type StampedMailbox = Pick<MailcowMailbox, "address" | "createdAt" | "customAttributes">;

const FACT = "instance";

/** This installation's own id, made once. */
export async function getInstanceId(context: Pick<PortalContext, "database">): Promise<string> {
  const { instanceFact } = context.database.prisma;
  const known = await instanceFact.findUnique({ where: { name: FACT } });
  if (typeof known?.value === "string") return known.value;
  await instanceFact.createMany({ data: [{ name: FACT, value: randomUUID() }], skipDuplicates: true });
  return getInstanceId(context);
}

export async function makeStamp(
  context: OwnershipContext,
  operationId: string,
  mailbox: Pick<MailcowMailbox, "address" | "createdAt">,
): Promise<OwnershipStamp> {
  const instanceId = await getInstanceId(context);
  return {
    pasture_instance: instanceId,
    pasture_operation: operationId,
    pasture_proof: context.keyring.hmac("mailbox-ownership", stampText(instanceId, operationId, mailbox)),
    pasture_epoch: makeEpochMark(context, instanceId, mailbox, await raiseEpoch(context)),
  };
}

/**
 * The id of the operation that made this mailbox, if the stamp in it is this installation's and true. A mailbox
 * deleted and made again by hand has lost it, or has another creation time: null.
 */
export async function readStamp(context: OwnershipContext, mailbox: StampedMailbox): Promise<string | null> {
  return checkStamp(context, await getInstanceId(context), mailbox);
}

/** As {@link readStamp}, without asking the database for each of many mailboxes. */
export function checkStamp(
  context: Pick<PortalContext, "keyring">,
  instanceId: string,
  mailbox: StampedMailbox,
): string | null {
  const {
    pasture_instance: instance,
    pasture_operation: operation,
    pasture_proof: proof,
  } = mailbox.customAttributes;
  if (typeof operation !== "string" || typeof proof !== "string" || instance !== instanceId) return null;
  const right = context.keyring.hmacs("mailbox-ownership", stampText(instanceId, operation, mailbox));
  return right.includes(proof) ? operation : null;
}

/** The number in the mailbox's epoch mark, proven or not; 0 where there is none. */
export function readEpoch(mailbox: Pick<MailcowMailbox, "customAttributes">): number {
  const epoch = Number.parseInt(String(mailbox.customAttributes.pasture_epoch), 10);
  return Number.isSafeInteger(epoch) && epoch > 0 ? epoch : 0;
}

function stampText(
  instanceId: string,
  operationId: string,
  mailbox: Pick<MailcowMailbox, "address" | "createdAt">,
): string {
  return [instanceId, operationId, mailbox.address, mailbox.createdAt].join("\n");
}
