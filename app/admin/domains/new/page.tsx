import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DomainForm } from "@/components/domains/domain-form";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdmin } from "@/lib/web/require-admin";
import { save } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.domains"))("add") };
}

export default async function NewDomainPage() {
  await requireAdmin();
  const t = await getTranslations("admin.domains");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("add")} />
      <Card id="new-domain" title={t("settings")}>
        <DomainForm action={save} domain={null} />
      </Card>
    </div>
  );
}
