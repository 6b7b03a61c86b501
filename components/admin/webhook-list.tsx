import { getTranslations } from "next-intl/server";
import { StatusBadge } from "@/components/ui/status-badge";
import type { WebhookView } from "@/lib/notifications/queries";
import { eventKey } from "./event-key";

export async function WebhookList({ webhooks }: { readonly webhooks: readonly WebhookView[] }) {
  const t = await getTranslations("admin.webhooks");
  const events = await getTranslations("webhookEvents");
  return (
    <ul className="grid">
      {webhooks.map((webhook) => (
        <li
          key={webhook.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0"
        >
          <div className="min-w-0">
            <a
              className="link font-mono text-sm font-medium break-all"
              href={`/admin/webhooks/${webhook.id}`}
            >
              {webhook.url}
            </a>
            <p className="text-sm text-ink-soft">
              {webhook.events.map((event) => events(eventKey(event))).join(" · ")}
            </p>
            <p className="text-sm text-ink-soft">{webhook.accountId ? t("onePersons") : t("hearsAll")}</p>
          </div>
          <StatusBadge tone={webhook.isActive ? "ok" : "off"}>
            {webhook.isActive ? t("active") : t("paused")}
          </StatusBadge>
        </li>
      ))}
    </ul>
  );
}
