import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ButtonForm } from "@/components/admin/button-form";
import { DomainTable } from "@/components/domains/domain-table";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { listDomains } from "@/lib/domains/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { discover } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.domains"))("title") };
}

export default async function DomainsPage() {
  const actor = await requireAdmin();
  const listed = await listDomains(await getPortalContext(), actor);
  if (!listed.ok) notFound();
  const t = await getTranslations("admin.domains");
  const add = (
    <LinkButton href="/admin/domains/new" tone="primary">
      <Plus size={18} />
      {t("add")}
    </LinkButton>
  );
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("title")} subtitle={t("subtitle")} action={add} />
      {listed.value.length === 0 ? (
        <EmptyState>{t("none")}</EmptyState>
      ) : (
        <section className="rounded-xl border border-line bg-surface px-1 py-2 sm:px-3">
          <DomainTable domains={listed.value} now={new Date()} />
        </section>
      )}
      <section className="grid grid-cols-1 gap-4">
        <p className="max-w-prose text-sm text-ink-soft">{t("discoverHint")}</p>
        <ButtonForm id="discover" action={discover} label={t("discover")} tone="secondary" />
      </section>
    </div>
  );
}
