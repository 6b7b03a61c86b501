import { notFound, redirect } from "next/navigation";
import { listNotifications } from "@/lib/notifications/list-notifications";
import { readNotifications } from "@/lib/notifications/read-notifications";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";

/** To the message, which counts as having read the notification: as opening a message marks it as seen. */
export async function GET(
  _request: Request,
  { params }: { readonly params: Promise<{ readonly id: string }> },
): Promise<Response> {
  const actor = await requireSession();
  const context = await getPortalContext();
  const { id } = await params;
  const found = (await listNotifications(context, actor)).find((notification) => notification.id === id);
  if (!found) notFound();
  await readNotifications(context, actor, { notificationId: found.id, andOlder: false });
  const { mailbox, messageId } = found;
  redirect(
    mailbox.isTemporary
      ? `/temporary-mailboxes/${mailbox.id}/messages/${messageId}`
      : `/inbox/inbox/${messageId}?mailbox=${mailbox.id}`,
  );
}
