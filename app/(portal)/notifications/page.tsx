import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LiveUpdates } from "@/components/mail/live-updates";
import { NotificationList } from "@/components/mail-rules/notification-list";
import { ActionForm } from "@/components/ui/action-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { countNotifications, listNotifications } from "@/lib/notifications/list-notifications";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { markAll } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("notifications"))("title") };
}

export default async function NotificationsPage() {
  const actor = await requireSession();
  const context = await getPortalContext();
  const notifications = await listNotifications(context, actor);
  const { hasAny } = await countNotifications(context, actor);
  const t = await getTranslations("notifications");
  const [newest] = notifications;
  const hasUnread = notifications.some(({ isRead }) => !isRead);
  return (
    <div className="grid grid-cols-1 gap-6">
      <LiveUpdates url="/notifications/events" isUnderWay={false} />
      <PageHeader
        title={t("title")}
        subtitle={<p className="max-w-prose">{t("subtitle")}</p>}
        action={newest && hasUnread ? <MarkAll newestId={newest.id} /> : null}
      />
      {newest ? (
        <NotificationList notifications={notifications} now={new Date()} />
      ) : (
        <EmptyState action={<LinkButton href="/inbox/rules">{t("toRules")}</LinkButton>}>
          {t(hasAny ? "empty" : "noRules")}
        </EmptyState>
      )}
    </div>
  );
}

/** Up to the newest one shown: what came since is still new. */
async function MarkAll({ newestId }: { readonly newestId: string }) {
  const t = await getTranslations("notifications");
  const form = await getTranslations("form");
  return (
    <ActionForm id="mark-all" action={markAll} errorTitle={form("checkFields")}>
      <input type="hidden" name="notificationId" value={newestId} />
      <SubmitButton tone="secondary">{t("markAll")}</SubmitButton>
    </ActionForm>
  );
}
