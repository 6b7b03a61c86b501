import { type Actor, hasScope } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Prisma } from "@/lib/database/create-database";
import { type NotificationHead, openHead } from "./notification-head";
import { NOTIFICATIONS_KEPT } from "./policy";

export interface NotificationView extends NotificationHead {
  readonly id: string;
  readonly mailbox: { readonly id: string; readonly address: string; readonly isTemporary: boolean };
  /** As the inbox names the message. */
  readonly messageId: string;
  readonly receivedAt: Date;
  readonly isRead: boolean;
  readonly createdAt: Date;
}

export interface NotificationCount {
  readonly unread: number;
  /** Whether there is or can be anything to show: a notification, or a rule that makes them. */
  readonly hasAny: boolean;
}

/** What the account's rules reported, newest first; of a mailbox that is gone nothing. */
export async function listNotifications(
  context: Pick<PortalContext, "database" | "keyring">,
  actor: Actor,
): Promise<readonly NotificationView[]> {
  const own = ownNotifications(actor);
  if (own === null) return [];
  const rows = await context.database.prisma.notification.findMany({
    where: own,
    include: { mailbox: true },
    orderBy: [{ createdAt: "desc" }, { uid: "desc" }, { id: "desc" }],
    take: NOTIFICATIONS_KEPT,
  });
  return rows.map(({ id, headSealed, mailbox, uidValidity, uid, receivedAt, readAt, createdAt }) => ({
    ...openHead(context, id, headSealed),
    id,
    mailbox: {
      id: mailbox.id,
      address: mailbox.address ?? "",
      isTemporary: mailbox.purpose === "TEMPORARY",
    },
    messageId: `${uidValidity}.${uid}`,
    receivedAt,
    isRead: readAt !== null,
    createdAt,
  }));
}

export async function countNotifications(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
): Promise<NotificationCount> {
  const own = ownNotifications(actor);
  if (own === null) return { unread: 0, hasAny: false };
  const { notification, mailRule } = database.prisma;
  const [unread, one, rule] = await Promise.all([
    notification.count({ where: { ...own, readAt: null } }),
    notification.findFirst({ where: own, select: { id: true } }),
    mailRule.findFirst({ where: { mailbox: own.mailbox }, select: { id: true } }),
  ]);
  return { unread, hasAny: one !== null || rule !== null };
}

/** They tell of mail, so they are for who may read it. */
export function ownNotifications(actor: Actor) {
  if (actor.kind !== "account" || !hasScope(actor, "mail:read")) return null;
  const { accountId } = actor;
  return {
    accountId,
    mailbox: { accountId, state: { not: "DELETED" } },
  } as const satisfies Prisma.NotificationWhereInput;
}
