import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { OutgoingMessage } from "@/lib/database/models";
import { fail, type Result, succeed } from "@/lib/errors/result";
import type { MessagesContext } from "@/lib/messages/messages-context";
import { readBody } from "./content-chunks";
import { findApprovable } from "./find-approvable";
import { findOutgoing, ownsMailbox } from "./find-outgoing";
import { findSender, type SenderFailure } from "./find-sender";
import type {
  ApprovalFailure,
  ListOutgoingInput,
  OutgoingDetail,
  OutgoingFailure,
  OutgoingKey,
  OutgoingView,
  Recipient,
} from "./schema";
import { viewOutgoing } from "./view-outgoing";

type ReadContext = Pick<PortalContext, "database" | "keyring">;

/** One message with what it says, as long as that is kept. */
export async function getOutgoing(
  context: ReadContext,
  actor: Actor,
  { outgoingId }: OutgoingKey,
): Promise<Result<OutgoingDetail, OutgoingFailure>> {
  const row = await findOutgoing(context, actor, outgoingId);
  return row ? succeed(await withBody(context, row)) : fail({ reason: "not-found" });
}

/** What a one-time link is about. Looking does not use it up. */
export async function getApproval(
  context: ReadContext,
  actor: Actor,
  input: { readonly token: string },
): Promise<Result<OutgoingDetail, ApprovalFailure>> {
  const found = await findApprovable(context, actor, input);
  return found.ok ? succeed(await withBody(context, found.value)) : found;
}

export interface OutgoingPage {
  readonly messages: readonly OutgoingView[];
  readonly nextCursor: string | null;
}

/** A mailbox's outgoing mail of the last month, newest first. */
export async function listOutgoing(
  context: ReadContext,
  actor: Actor,
  { mailboxId, limit, cursor }: ListOutgoingInput,
): Promise<Result<OutgoingPage, OutgoingFailure>> {
  if (cursor !== undefined && !(await findOutgoing(context, actor, cursor)))
    return fail({ reason: "not-found" });
  if (!(await ownsMailbox(context, actor, mailboxId))) return fail({ reason: "not-found" });
  const rows = await context.database.prisma.outgoingMessage.findMany({
    where: { mailboxId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
    ...(cursor === undefined ? {} : { cursor: { id: cursor }, skip: 1 }),
  });
  const page = rows.slice(0, limit);
  return succeed({
    messages: page.map((row) => viewOutgoing(context, row)),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  });
}

/** What may stand in From: the mailbox first, then its aliases as the worker last saw them. */
export async function listSendAddresses(
  context: Pick<MessagesContext, "database" | "keyring" | "settings">,
  actor: Actor,
  input: { readonly mailboxId: string },
): Promise<Result<readonly Recipient[], SenderFailure>> {
  const sender = await findSender(context, actor, input);
  return sender.ok ? succeed(sender.value.addresses) : sender;
}

async function withBody(context: ReadContext, row: OutgoingMessage): Promise<OutgoingDetail> {
  return { ...viewOutgoing(context, row), body: await readBody(context, row.id) };
}
