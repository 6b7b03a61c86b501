import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("recover"))("title") };
}

/** Says who can help: a portal whose only mailbox is behind the forgotten password cannot mail a link to it. */
export default async function RecoverPage() {
  const t = await getTranslations("recover");
  return (
    <div className="grid justify-items-start gap-4">
      <PageHeader title={t("title")} />
      <p>{t("ask")}</p>
      <p className="text-ink-soft">{t("why")}</p>
      <LinkButton href="/sign-in">{t("back")}</LinkButton>
    </div>
  );
}
