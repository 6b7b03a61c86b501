import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";

export async function NoMailbox() {
  const t = await getTranslations("inbox");
  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} />
      <EmptyState action={<LinkButton href="/mail">{t("problems.toMail")}</LinkButton>}>
        {t("noMailbox")}
      </EmptyState>
    </div>
  );
}
