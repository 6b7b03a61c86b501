import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { UsageCharts } from "@/components/admin/usage-charts";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { PlainSelect } from "@/components/ui/plain-select";
import { listUsageDays } from "@/lib/clean-up/list-usage-days";
import { listDomains } from "@/lib/domains/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";

interface UsagePageProps {
  readonly searchParams: Promise<{ readonly domain?: string; readonly days?: string }>;
}

const SPANS_DAYS = [30, 90, 365] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.usage"))("title") };
}

export default async function UsagePage({ searchParams }: UsagePageProps) {
  const actor = await requireAdmin();
  const context = await getPortalContext();
  const params = await searchParams;
  const span = SPANS_DAYS.find((days) => String(days) === params.days) ?? SPANS_DAYS[0];
  const domains = await listDomains(context, actor);
  if (!domains.ok) notFound();
  const domain = domains.value.find(({ name }) => name === params.domain)?.name;
  const usage = await listUsageDays(context, actor, { days: span, domain });
  if (!usage.ok) notFound();
  const t = await getTranslations("admin.usage");
  const names = domains.value.map(({ name }) => ({ value: name, label: name }));
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <form method="get" action="/admin/usage" className="flex flex-wrap items-end gap-3">
        <div className="min-w-40 grow sm:grow-0">
          <PlainSelect
            name="domain"
            label={t("domain")}
            value={domain ?? ""}
            options={[{ value: "", label: t("allDomains") }, ...names]}
          />
        </div>
        <div className="min-w-40 grow sm:grow-0">
          <PlainSelect
            name="days"
            label={t("span")}
            value={String(span)}
            options={SPANS_DAYS.map((days) => ({ value: String(days), label: t("days", { days }) }))}
          />
        </div>
        <Button type="submit">{t("apply")}</Button>
      </form>
      <Card id="usage" title={domain ?? t("allDomains")}>
        <UsageCharts days={usage.value} />
      </Card>
    </div>
  );
}
