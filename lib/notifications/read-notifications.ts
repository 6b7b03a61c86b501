import type { Actor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { ownNotifications } from "./list-notifications";
import type { ReadNotificationsInput } from "./schema";

/** Marks one notification as read, or all up to the newest that its reader saw. Safe to repeat. */
export async function readNotifications(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
  input: ReadNotificationsInput,
): Promise<Result<void, { readonly reason: "not-found" }>> {
  const own = ownNotifications(actor);
  if (own === null || actor.kind !== "account") return fail({ reason: "not-found" });
  const { accountId } = actor;
  return database.prisma.$transaction(async (transaction) => {
    const named = await transaction.notification.findFirst({ where: { id: input.notificationId, ...own } });
    if (!named) return fail({ reason: "not-found" });
    const { count } = await transaction.notification.updateMany({
      where: {
        ...own,
        ...(input.andOlder ? { createdAt: { lte: named.createdAt } } : { id: named.id }),
        readAt: null,
      },
      data: { readAt: new Date() },
    });
    if (count > 0) await notifyChange(transaction, { kind: "notification", id: named.mailboxId, accountId });
    return succeed(undefined);
  });
}
