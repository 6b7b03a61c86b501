import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { BulkItems } from "@/components/admin/bulk-items";
import { BulkProgress } from "@/components/admin/bulk-progress";
import { BulkState } from "@/components/admin/bulk-state";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Moment } from "@/components/ui/moment";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { type BulkOutcome, bulkOutcomes, getBulkOperation } from "@/lib/mailboxes/get-bulk-operation";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { cancel } from "./actions";

interface BulkPageProps {
  readonly params: Promise<{ readonly operationId: string }>;
  readonly searchParams: Promise<{ readonly outcome?: string; readonly cursor?: string }>;
}

const PAGE_LENGTH = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.bulk"))("title") };
}

/** How far it has come; the URL is all that is needed to look again. */
export default async function BulkPage({ params, searchParams }: BulkPageProps) {
  const actor = await requireAdmin();
  const id = z.uuid().safeParse((await params).operationId);
  if (!id.success) notFound();
  const { outcome: wanted, cursor: from } = await searchParams;
  const outcome = bulkOutcomes.find((name) => name === wanted);
  const cursor = z.uuid().safeParse(from).data;
  const found = await getBulkOperation(await getPortalContext(), actor, {
    bulkOperationId: id.data,
    limit: PAGE_LENGTH,
    outcome,
    cursor,
  });
  if (!found.ok) notFound();
  const { operation, counts, items, nextCursor } = found.value;
  const t = await getTranslations("admin.bulk");
  const pages = await getTranslations("admin.mailboxes");
  const here = `/admin/mailboxes/bulk/${operation.id}`;
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader
        title={t(`titles.${operation.act}`, { count: operation.planned })}
        subtitle={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <BulkState operation={operation} />
            <span className="text-sm break-words">
              {operation.startedBy ?? t("byCommand")} · <Moment at={operation.startedAt} now={new Date()} />
            </span>
          </span>
        }
      />
      <BulkProgress operation={operation} counts={counts} cancel={cancel} />
      <Card id="results" title={t("results")}>
        <BulkItems counts={counts} items={items} outcome={outcome} hrefOf={(name) => hrefOf(here, name)}>
          <Pagination
            label={pages("pages")}
            first={cursor ? { href: hrefOf(here, outcome), label: pages("firstPage") } : null}
            next={nextCursor ? { href: hrefOf(here, outcome, nextCursor), label: pages("nextPage") } : null}
          />
        </BulkItems>
      </Card>
      <div>
        <LinkButton href="/admin/mailboxes">{t("back")}</LinkButton>
      </div>
    </div>
  );
}

function hrefOf(here: string, outcome: BulkOutcome | undefined, cursor?: string): string {
  const params = new URLSearchParams({ ...(outcome ? { outcome } : {}), ...(cursor ? { cursor } : {}) });
  return params.size > 0 ? `${here}?${params}` : here;
}
