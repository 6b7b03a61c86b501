import { getTranslations } from "next-intl/server";
import { Mark } from "@/components/shell/mark";
import { LinkButton } from "@/components/ui/link-button";

export default async function NotFoundPage() {
  const t = await getTranslations("notFound");
  return (
    <main id="content" className="mx-auto grid max-w-xl justify-items-start gap-4 p-6 py-16">
      <Mark size={40} />
      <h1 className="text-2xl font-semibold">{t("title")}</h1>
      <p className="text-ink-soft">{t("explanation")}</p>
      <LinkButton href="/" tone="primary">
        {t("home")}
      </LinkButton>
    </main>
  );
}
