import type { Actor } from "@/lib/context/actor";
import { type Result, succeed } from "@/lib/errors/result";
import { getMessage } from "./get-message";
import { listMessages } from "./list-messages";
import type { MessagesContext } from "./messages-context";
import {
  type Cursor,
  cursorSchema,
  type MailboxKey,
  type MessageFailure,
  type MessageSummary,
  type MessageView,
  messageIdSchema,
} from "./schema";
import { watchMailbox } from "./watch-mailbox";

/** Of one call; who wants to wait longer calls again with `since`. */
export const MAX_WAIT_SECONDS = 60;

const PAGE = 50;
/** Looked through backwards at most, in search of mail that came since a point in time. */
const MAX_PAGES = 10;

export type WaitForMessageInput = MailboxKey & {
  /** Part of the sender's name or address. Letter case does not matter, here and in the subject. */
  readonly from?: string | undefined;
  readonly subject?: string | undefined;
  /** Only a message with a one-time code. */
  readonly hasCode?: boolean | undefined;
  /** Mail that came earlier counts as well, from this second on; only what comes from now on unless given. */
  readonly since?: Date | undefined;
  readonly timeoutSeconds: number;
};

/**
 * The oldest message that fits, as soon as it lies in the inbox; null when none came in time or the caller went away.
 * Hears of arrivals from the mail server (IDLE) over the mailbox's one connection and asks for nothing in between. The
 * message becomes seen; of others that fit but for the code so do those that had to be read.
 */
export async function waitForMessage(
  context: MessagesContext,
  actor: Actor,
  input: WaitForMessageInput,
  signal: AbortSignal,
): Promise<Result<MessageView | null, MessageFailure>> {
  const timeout = AbortSignal.timeout(Math.min(input.timeoutSeconds, MAX_WAIT_SECONDS) * 1_000);
  const ended = AbortSignal.any([signal, timeout]);
  const bell = createBell(ended);
  const key = { mailboxId: input.mailboxId, ownerSecret: input.ownerSecret };
  // Before the first look, so that nothing can come between the two.
  const watch = await watchMailbox(context, actor, { ...key, onNews: bell.ring });
  if (!watch.ok) return watch;
  try {
    const start = await readStart(context, actor, input);
    if (!start.ok) return start;
    const looked = new Set<string>();
    while (!ended.aborted) {
      const found = await lookThrough(context, actor, input, { start: start.value, looked, ended });
      // News come again with the connection.
      const isAway = !found.ok && found.failure.reason === "mail-server-unavailable";
      if (!isAway && (!found.ok || found.value)) return found;
      await bell.rung();
    }
    return succeed(null);
  } finally {
    watch.value();
  }
}

/** Where new mail begins: behind the newest message, or at a point in time. */
type Start = { readonly after: { uidValidity: string; uid: number } | null } | { readonly sinceMs: number };

async function readStart(
  context: MessagesContext,
  actor: Actor,
  { mailboxId, ownerSecret, since }: WaitForMessageInput,
): Promise<Result<Start, MessageFailure>> {
  // Servers keep the time of arrival in whole seconds.
  if (since) return succeed({ sinceMs: Math.floor(since.getTime() / 1_000) * 1_000 });
  const page = await listMessages(context, actor, { mailboxId, ownerSecret, limit: 1 });
  if (!page.ok) return page;
  const [newest] = page.value.messages;
  return succeed({ after: newest ? messageIdSchema.parse(newest.id) : null });
}

interface Look {
  readonly start: Start;
  /** Ids of messages that did not fit. */
  readonly looked: Set<string>;
  readonly ended: AbortSignal;
}

async function lookThrough(
  context: MessagesContext,
  actor: Actor,
  input: WaitForMessageInput,
  { start, looked, ended }: Look,
): Promise<Result<MessageView | null, MessageFailure>> {
  const arrived = await listArrived(context, actor, input, start);
  if (!arrived.ok) return arrived;
  for (const summary of arrived.value) {
    if (looked.has(summary.id) || ended.aborted) continue;
    if (fits(summary, input)) {
      const read = await readFitting(context, actor, input, summary);
      if (!read.ok || read.value) return read;
    }
    looked.add(summary.id);
  }
  return succeed(null);
}

/** Null for one that has no code though one is asked for, and for one that is gone again or cannot be read. */
async function readFitting(
  context: MessagesContext,
  actor: Actor,
  { mailboxId, ownerSecret, hasCode }: WaitForMessageInput,
  { id }: MessageSummary,
): Promise<Result<MessageView | null, MessageFailure>> {
  const messageId = messageIdSchema.parse(id);
  const read = await getMessage(context, actor, { mailboxId, ownerSecret, messageId });
  if (read.ok) return succeed(hasCode && read.value.oneTimeCode === null ? null : read.value);
  const { reason } = read.failure;
  return reason === "message-gone" || reason === "message-too-complex" ? succeed(null) : read;
}

/** Oldest first. */
async function listArrived(
  context: MessagesContext,
  actor: Actor,
  { mailboxId, ownerSecret }: WaitForMessageInput,
  start: Start,
): Promise<Result<readonly MessageSummary[], MessageFailure>> {
  const arrived: MessageSummary[] = [];
  let cursor: Cursor | undefined;
  for (let pages = 0; pages < MAX_PAGES; pages += 1) {
    const page = await listMessages(context, actor, { mailboxId, ownerSecret, limit: PAGE, cursor });
    if (!page.ok) return page;
    const { messages, nextCursor } = page.value;
    const fresh = messages.filter((message) => isNewer(message, start));
    arrived.push(...fresh);
    if (nextCursor === null || fresh.length < messages.length) break;
    cursor = cursorSchema.parse(nextCursor);
  }
  return succeed(arrived.reverse());
}

function isNewer({ id, receivedAt }: MessageSummary, start: Start): boolean {
  if ("sinceMs" in start) return receivedAt !== null && receivedAt.getTime() >= start.sinceMs;
  if (start.after === null) return true;
  const { uidValidity, uid } = messageIdSchema.parse(id);
  // A folder that was numbered anew tells nothing about what is new in it.
  return uidValidity === start.after.uidValidity && uid > start.after.uid;
}

function fits({ from, subject: title }: MessageSummary, input: WaitForMessageInput): boolean {
  const isWithin = (wanted: string | undefined, text: string): boolean =>
    wanted === undefined || text.toLowerCase().includes(wanted.toLowerCase());
  return (
    isWithin(input.from, `${from?.name ?? ""} <${from?.address ?? ""}>`) && isWithin(input.subject, title)
  );
}

interface Bell {
  ring(): void;
  /** Settles at once when it was rung since the last time, and at the end. */
  rung(): Promise<void>;
}

function createBell(ended: AbortSignal): Bell {
  let isRung = false;
  let wake = (): void => {};
  ended.addEventListener("abort", () => wake());
  return {
    ring: () => {
      isRung = true;
      wake();
    },
    rung: async () => {
      if (!isRung && !ended.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      isRung = false;
    },
  };
}
