import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { ButtonForm } from "@/components/admin/button-form";
import { DeliveryLog } from "@/components/admin/delivery-log";
import { WebhookForm, WebhookSecret } from "@/components/admin/webhook-form";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { Poll } from "@/components/ui/poll";
import { getWebhook, listDeliveries } from "@/lib/notifications/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { remove, resend, rotateSecret, save } from "../actions";

interface WebhookPageProps {
  readonly params: Promise<{ readonly id: string }>;
  readonly searchParams: Promise<{ readonly cursor?: string }>;
}

const PAGE_LENGTH = 25;
const LOOK_AGAIN_SECONDS = 5;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.webhooks"))("one") };
}

export default async function WebhookPage({ params, searchParams }: WebhookPageProps) {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) notFound();
  const found = await getWebhook(context, actor, { webhookId: id.data });
  if (!found.ok) notFound();
  const webhook = found.value;
  const t = await getTranslations("admin.webhooks");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title={t("one")}
        subtitle={<span className="font-mono text-sm break-all">{webhook.url}</span>}
      />
      <Deliveries webhookId={webhook.id} cursor={(await searchParams).cursor} />
      <Card id="webhook-settings" title={t("settings")}>
        <WebhookForm action={save} webhook={webhook} />
      </Card>
      <SecretAndRemoval webhookId={webhook.id} />
    </div>
  );
}

interface DeliveriesProps {
  readonly webhookId: string;
  readonly cursor: string | undefined;
}

async function Deliveries({ webhookId, cursor }: DeliveriesProps) {
  const actor = await requireAdmin();
  const t = await getTranslations("admin.webhooks");
  const pages = await getTranslations("admin.mailboxes");
  const from = z.uuid().safeParse(cursor);
  const listed = await listDeliveries(await getPortalContext(), actor, {
    webhookId,
    limit: PAGE_LENGTH,
    ...(from.success ? { cursor: from.data } : {}),
  });
  if (!listed.ok) notFound();
  const { deliveries, nextCursor } = listed.value;
  const here = `/admin/webhooks/${webhookId}`;
  return (
    <Card id="deliveries" title={t("deliveries")} description={t("deliveriesHint")}>
      {deliveries.length === 0 ? (
        <EmptyState>{t("noDeliveries")}</EmptyState>
      ) : (
        <div className="grid grid-cols-1 gap-4">
          {deliveries.some(({ state }) => state === "waiting") ? (
            <Poll everySeconds={LOOK_AGAIN_SECONDS} />
          ) : null}
          <DeliveryLog webhookId={webhookId} deliveries={deliveries} resend={resend} now={new Date()} />
          <Pagination
            label={pages("pages")}
            first={from.success ? { href: here, label: pages("firstPage") } : null}
            next={nextCursor ? { href: `${here}?cursor=${nextCursor}`, label: pages("nextPage") } : null}
          />
        </div>
      )}
    </Card>
  );
}

async function SecretAndRemoval({ webhookId }: { readonly webhookId: string }) {
  const t = await getTranslations("admin.webhooks");
  const values = { webhookId };
  return (
    <>
      <Card id="webhook-secret" title={t("secret")} description={t("secretHint")}>
        <ButtonForm id="rotate" action={rotateSecret} values={values} label={t("rotate")} tone="secondary">
          <WebhookSecret />
        </ButtonForm>
      </Card>
      <Card id="remove-webhook" title={t("remove")} description={t("removeHint")}>
        <ButtonForm id="remove" action={remove} values={values} label={t("remove")} tone="danger" />
      </Card>
    </>
  );
}
