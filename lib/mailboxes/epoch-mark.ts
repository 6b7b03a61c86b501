import type { PortalContext, WorkerContext } from "@/lib/context/portal-context";
import { type MailcowMailbox, setCustomAttributes } from "@/lib/mailcow/mailboxes";

/** What a mailbox in Mailcow says about how new the portal's database must at least be. */
export interface EpochMark {
  /** The number as it stands there; 0 where there is none. */
  readonly epoch: number;
  /** False when the mark was changed outside the portal: the number we wrote may have been a higher one. */
  readonly isIntact: boolean;
}

type MarkContext = Pick<PortalContext, "keyring">;
type MarkedMailbox = Pick<MailcowMailbox, "address" | "createdAt" | "customAttributes">;

const PURPOSE = "instance-epoch";
const MARK = /^([1-9][0-9]{0,14})(?:\.(.+))?$/;

/**
 * The epoch with its own proof, `17.<keyed hash>`, in one attribute: half of it cannot get lost. It is not part of
 * the proof of ownership, which stays as it is when the epoch is written anew.
 */
export function makeEpochMark(
  context: MarkContext,
  instanceId: string,
  mailbox: Pick<MailcowMailbox, "address" | "createdAt">,
  epoch: number,
): string {
  return `${epoch}.${context.keyring.hmac(PURPOSE, markText(instanceId, mailbox, epoch))}`;
}

/** Marks of before there was a proof are the number alone, and are believed. */
export function readEpochMark(context: MarkContext, instanceId: string, mailbox: MarkedMailbox): EpochMark {
  const mark = mailbox.customAttributes.pasture_epoch;
  if (mark === undefined || mark === null) return { epoch: 0, isIntact: true };
  const [, digits, proof] = MARK.exec(String(mark)) ?? [];
  if (digits === undefined) return { epoch: 0, isIntact: false };
  const epoch = Number(digits);
  if (proof === undefined) return { epoch, isIntact: true };
  const right = context.keyring.hmacs(PURPOSE, markText(instanceId, mailbox, epoch));
  return { epoch, isIntact: right.includes(proof) };
}

/**
 * Replaces the mark of a mailbox that was just read. Custom attributes are written as a whole and as text only, so one
 * in which somebody keeps more than text is left alone: false.
 *
 * @throws {MailcowError}
 */
export async function writeEpochMark(
  context: MarkContext & Pick<WorkerContext, "mailcow">,
  instanceId: string,
  mailbox: MarkedMailbox,
  epoch: number,
): Promise<boolean> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(mailbox.customAttributes)) {
    if (name === "pasture_epoch") continue;
    if (typeof value !== "string") return false;
    kept[name] = value;
  }
  await setCustomAttributes(context.mailcow.withPriority("background"), mailbox.address, {
    ...kept,
    pasture_epoch: makeEpochMark(context, instanceId, mailbox, epoch),
  });
  return true;
}

function markText(
  instanceId: string,
  mailbox: Pick<MailcowMailbox, "address" | "createdAt">,
  epoch: number,
): string {
  return [instanceId, mailbox.address, mailbox.createdAt, epoch].join("\n");
}
