import { clsx } from "clsx";
import { getTranslations } from "next-intl/server";
import { Moment } from "@/components/ui/moment";
import type { NotificationView } from "@/lib/notifications/list-notifications";

interface NotificationListProps {
  readonly notifications: readonly NotificationView[];
  readonly now: Date;
}

/** Newest first; each leads to its message. */
export async function NotificationList({ notifications, now }: NotificationListProps) {
  const t = await getTranslations("notifications");
  const mailboxes = new Set(notifications.map(({ mailbox }) => mailbox.id));
  return (
    <ul className="grid grid-cols-1 rounded-xl border border-line bg-surface" aria-label={t("list")}>
      {notifications.map(({ id, isRead, from, subject, ruleName, mailbox, receivedAt }) => (
        <li
          key={id}
          className="border-t border-line first:border-t-0"
          data-notification={isRead ? "read" : "unread"}
        >
          <a href={`/notifications/${id}`} className="flex min-h-14 gap-3 px-4 py-3 hover:bg-sunken">
            <span
              className={clsx("mt-2 size-2 shrink-0 rounded-full", isRead ? "bg-transparent" : "bg-accent")}
            >
              {isRead ? null : <span className="sr-only">{t("unread")}</span>}
            </span>
            <span className="grid min-w-0 grow grid-cols-1">
              <span className="flex flex-wrap items-baseline justify-between gap-x-4">
                <bdi className={clsx("min-w-0 truncate", isRead ? "text-ink-soft" : "font-medium")}>
                  {from ? from.name || from.address : t("unknownSender")}
                </bdi>
                <span className="text-xs text-ink-soft">
                  <Moment at={receivedAt} now={now} />
                </span>
              </span>
              <bdi className={clsx("truncate", isRead ? "text-ink-soft" : "font-medium")}>
                {subject || t("noSubject")}
              </bdi>
              <span className="truncate text-sm text-ink-soft">
                {t("by", { name: ruleName })}
                {mailboxes.size > 1 ? ` · ${mailbox.address}` : ""}
              </span>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}
