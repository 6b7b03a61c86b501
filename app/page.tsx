import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PreferencesFooter } from "@/app/preferences-footer";
import { TemporaryOffer } from "@/app/temporary-offer";
import { Mark } from "@/components/shell/mark";
import { LinkButton } from "@/components/ui/link-button";
import { findSession } from "@/lib/web/require-session";

/** The front door: the ways in, and what is behind it. */
export default async function HomePage() {
  if (await findSession()) redirect("/mail");
  const t = await getTranslations("home");
  return (
    <div className="mx-auto flex min-h-dvh max-w-md flex-col px-4 sm:px-0">
      <main id="content" className="grid grow content-center gap-6 py-16">
        <Mark size={56} />
        <h1 className="text-3xl font-semibold leading-10 tracking-tight text-balance">{t("title")}</h1>
        <p className="text-lg text-ink-soft">{t("subtitle")}</p>
        <div className="grid gap-3 sm:grid-cols-2">
          <LinkButton href="/register" tone="primary">
            {t("register")}
          </LinkButton>
          <LinkButton href="/sign-in">{t("signIn")}</LinkButton>
        </div>
        <TemporaryOffer />
      </main>
      <PreferencesFooter />
    </div>
  );
}
