import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ButtonForm } from "@/components/admin/button-form";
import { DomainForm } from "@/components/domains/domain-form";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { listDomains } from "@/lib/domains/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireAdmin } from "@/lib/web/require-admin";
import { remove, save } from "../actions";

interface DomainPageProps {
  readonly params: Promise<{ readonly name: string }>;
  readonly searchParams: Promise<{ readonly added?: string }>;
}

export async function generateMetadata({ params }: DomainPageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function DomainPage({ params, searchParams }: DomainPageProps) {
  const actor = await requireAdmin();
  const name = decodeURIComponent((await params).name);
  const listed = await listDomains(await getPortalContext(), actor);
  const domain = listed.ok ? listed.value.find((candidate) => candidate.name === name) : undefined;
  if (!domain) notFound();
  const t = await getTranslations("admin.domains");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={domain.name} subtitle={t(domain.kind)} />
      {(await searchParams).added ? <Notice tone="ok">{t("added")}</Notice> : null}
      <Card id="domain-settings" title={t("settings")}>
        <DomainForm action={save} domain={domain} />
      </Card>
      <RemoveDomain name={domain.name} isConfigured={domain.isConfigured} />
    </div>
  );
}

async function RemoveDomain({
  name,
  isConfigured,
}: {
  readonly name: string;
  readonly isConfigured: boolean;
}) {
  const t = await getTranslations("admin.domains");
  return (
    <Card id="remove-domain" title={t("remove")} description={isConfigured ? undefined : t("removeHint")}>
      {isConfigured ? (
        <p className="max-w-prose text-ink-soft">{t("configured")}</p>
      ) : (
        <ButtonForm id="remove" action={remove} values={{ name }} label={t("remove")} tone="danger" />
      )}
    </Card>
  );
}
