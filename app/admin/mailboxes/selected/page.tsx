import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { BulkQuestion } from "@/components/admin/bulk-question";
import { MailboxTable } from "@/components/admin/mailbox-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { previewBulkOperation } from "@/lib/mailboxes/preview-bulk-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import type { SearchParams } from "../read-search";
import { start } from "./actions";
import { orderFields, readOrder } from "./read-selection";

interface SelectedPageProps {
  readonly searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ searchParams }: SelectedPageProps): Promise<Metadata> {
  const { act } = readOrder(await searchParams);
  return { title: (await getTranslations("admin.selected"))(`titles.${act}`) };
}

/** The question before anything is done to several mailboxes: what will happen, to how many, and what is lost. */
export default async function SelectedPage({ searchParams }: SelectedPageProps) {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const order = readOrder(await searchParams);
  const previewed = await previewBulkOperation(context, actor, order);
  if (!previewed.ok) notFound();
  const { count, leftOut, sample } = previewed.value;
  const t = await getTranslations("admin.selected");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t(`titles.${order.act}`)} />
      {count === 0 ? (
        <EmptyState action={<LinkButton href="/admin/mailboxes">{t("back")}</LinkButton>}>
          {leftOut > 0 ? t(`leftOut.${order.act}`, { count: leftOut }) : t("none")}
        </EmptyState>
      ) : (
        <>
          <BulkQuestion
            act={order.act}
            preview={previewed.value}
            extensionHours={context.settings.mailbox.temporaryExpiryHours}
            fields={orderFields(order)}
            action={start}
          />
          <section
            aria-label={t("chosen")}
            className="rounded-xl border border-line bg-surface px-1 py-2 sm:px-3"
          >
            {count > sample.length ? (
              <p className="px-3 py-2 text-sm text-ink-soft">
                {t("newest", { count: sample.length, total: count })}
              </p>
            ) : null}
            <MailboxTable mailboxes={sample} now={new Date()} />
          </section>
        </>
      )}
    </div>
  );
}
