import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { WebhookForm } from "@/components/admin/webhook-form";
import { WebhookList } from "@/components/admin/webhook-list";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listWebhooks } from "@/lib/notifications/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { save } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.webhooks"))("title") };
}

export default async function WebhooksPage() {
  const actor = await requireAdmin();
  const listed = await listWebhooks(await getPortalContext(), actor);
  if (!listed.ok) notFound();
  const t = await getTranslations("admin.webhooks");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("title")} subtitle={<p className="max-w-prose">{t("subtitle")}</p>} />
      <Card id="webhooks" title={t("receivers")}>
        {listed.value.length === 0 ? (
          <EmptyState>{t("none")}</EmptyState>
        ) : (
          <WebhookList webhooks={listed.value} />
        )}
      </Card>
      <Card id="new-webhook" title={t("addTitle")}>
        <WebhookForm action={save} webhook={null} />
      </Card>
    </div>
  );
}
