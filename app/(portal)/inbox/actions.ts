"use server";

import { refresh } from "next/cache";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { refuseForm, textOf } from "@/app/form-answers";
import { folderSegment, type InboxPlace, listHref, messageHref } from "@/components/inbox/inbox-place";
import type { FormState } from "@/components/ui/form-state";
import { renewPortalPassword } from "@/lib/mailboxes/renew-portal-password";
import { waitForOperation } from "@/lib/mailboxes/wait-for-operation";
import { deleteMessages } from "@/lib/messages/delete-messages";
import { flagMessages } from "@/lib/messages/flag-messages";
import { moveMessages } from "@/lib/messages/move-messages";
import {
  folderKeySchema,
  type MessageFailure,
  type MoveOutcome,
  messageIdsSchema,
} from "@/lib/messages/schema";
import { clearInboxNotice, findInboxNotice, leaveInboxNotice } from "@/lib/web/inbox-notice";
import { getMessagesContext } from "@/lib/web/messages-context";
import { requireSession } from "@/lib/web/require-session";
import { rememberShortcuts } from "@/lib/web/shortcuts-cookie";
import { openInbox, readPlace } from "./open-inbox";

const RENEWAL_WAIT_MS = 5_000;

const FLAGS = {
  seen: { seen: true },
  unseen: { seen: false },
  flag: { flagged: true },
  unflag: { flagged: false },
} as const;

/** What the bar over the list and the open message's buttons do; leads back to where the form was. */
export async function changeMessages(form: FormData): Promise<void> {
  const inbox = await openInbox(textOf(form, "mailbox") || null);
  const { actor, context, mailbox } = inbox;
  if (!mailbox) redirect("/inbox");
  const place = readFormPlace(form, inbox);
  const ids = form.getAll("message").filter((value) => typeof value === "string");
  const intent = textOf(form, "intent");
  const open = textOf(form, "open") || null;
  const messageIds = messageIdsSchema.safeParse(ids);
  // Nothing was checked: there is nothing to do, and nothing to say.
  if (!messageIds.success)
    redirect(open ? messageHref(place, open) : listHref(place, { before: place.before }));
  const input = { mailboxId: mailbox.id, folder: place.folder, messageIds: messageIds.data };
  const mark = Object.entries(FLAGS).find(([name]) => name === intent)?.[1];
  const target = folderKeySchema.safeParse(intent.startsWith("move:") ? intent.slice("move:".length) : "");
  let failure: MessageFailure | null = null;
  if (mark) {
    const marked = await flagMessages(context, actor, { ...input, ...mark });
    failure = marked.ok ? null : marked.failure;
  } else if (target.success) {
    const moved = await moveMessages(context, actor, { ...input, target: target.data });
    if (moved.ok) await tellMoved(mailbox.id, place.folder, moved.value, false);
    failure = moved.ok ? null : moved.failure;
  } else if (intent === "delete") {
    const deleted = await deleteMessages(context, actor, input);
    if (deleted.ok) await tellMoved(mailbox.id, place.folder, deleted.value, true);
    failure = deleted.ok ? null : deleted.failure;
  }
  if (failure) await leaveInboxNotice({ kind: "failed", count: ids.length, reason: failure.reason });
  const staysOpen = open !== null && (intent === "flag" || intent === "unflag" || !ids.includes(open));
  redirect(staysOpen ? messageHref(place, open) : listHref(place, { before: place.before }));
}

/** Moves back what the notice in this browser tells of. */
export async function undoMove(form: FormData): Promise<void> {
  const inbox = await openInbox(textOf(form, "mailbox") || null);
  const place = readFormPlace(form, inbox);
  const open = textOf(form, "open") || null;
  const notice = await findInboxNotice();
  if (notice?.kind === "moved") {
    const messageIds = messageIdsSchema.safeParse(notice.messageIds);
    const undone = messageIds.success
      ? await moveMessages(inbox.context, inbox.actor, {
          mailboxId: notice.mailboxId,
          folder: notice.to,
          messageIds: messageIds.data,
          target: notice.from,
        })
      : null;
    await clearInboxNotice();
    if (undone?.ok) await leaveInboxNotice({ kind: "undone", count: undone.value.moved.length });
    else {
      const reason = undone && !undone.ok ? undone.failure.reason : "message-gone";
      await leaveInboxNotice({ kind: "failed", count: 0, reason });
    }
  }
  redirect(open ? messageHref(place, open) : listHref(place, { before: place.before }));
}

/** The portal's own app password was revoked: the worker makes another one, which usually takes a second. */
export async function renewAccess(_previous: FormState, form: FormData): Promise<FormState> {
  const actor = await requireSession();
  const context = await getMessagesContext();
  const id = z.uuid().safeParse(textOf(form, "mailboxId"));
  if (!id.success) return refuseForm({ reason: "not-found" }, form);
  const renewed = await renewPortalPassword(context, actor, { mailboxId: id.data });
  if (!renewed.ok) return refuseForm(renewed.failure, form);
  await waitForOperation(context, renewed.value.operationId, { timeoutMs: RENEWAL_WAIT_MS });
  refresh();
  return { status: "noted", message: (await getTranslations("inbox.problems"))("renewing") };
}

/** Kept in this browser, like the theme. */
export async function switchShortcuts(form: FormData): Promise<void> {
  await rememberShortcuts(textOf(form, "shortcuts") !== "off");
}

function readFormPlace(form: FormData, inbox: Parameters<typeof readPlace>[2]): InboxPlace {
  const search = {
    q: textOf(form, "q"),
    unread: textOf(form, "unread"),
    ...(textOf(form, "before") ? { before: textOf(form, "before") } : {}),
  };
  return readPlace(folderSegment(textOf(form, "folder") || "inbox"), search, inbox);
}

async function tellMoved(
  mailboxId: string,
  from: string,
  { moved, folder }: MoveOutcome,
  isDeletion: boolean,
): Promise<void> {
  if (moved.length === 0) return;
  if (folder === null) return leaveInboxNotice({ kind: "deleted-for-good", count: moved.length });
  const messageIds = moved.flatMap(({ to }) => (to === null ? [] : [to]));
  await leaveInboxNotice({
    kind: "moved",
    mailboxId,
    from,
    to: folder,
    isDeletion,
    count: moved.length,
    messageIds,
  });
}
