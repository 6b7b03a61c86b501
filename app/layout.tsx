import "@fontsource-variable/inter/wght.css";
import "./globals.css";
import type { Metadata, Viewport } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ErrorWordsProvider } from "@/components/shell/error-words";
import { SkipLink } from "@/components/shell/skip-link";
import { getPortalContext } from "@/lib/web/portal-context";
import { findTheme } from "@/lib/web/preferences";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("meta");
  const { settings } = await getPortalContext();
  return {
    metadataBase: new URL(settings.appUrl),
    title: { default: "Pasture", template: "%s · Pasture" },
    description: t("description"),
    applicationName: "Pasture",
    openGraph: { title: "Pasture", description: t("description"), images: ["/social-card.png"] },
    formatDetection: { telephone: false, address: false, email: false },
  };
}

export const viewport: Viewport = {
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#faf8f4" },
    { media: "(prefers-color-scheme: dark)", color: "#171512" },
  ],
};

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const t = await getTranslations();
  return (
    <html lang={await getLocale()} dir="ltr" data-theme={await findTheme()}>
      <body className="bg-canvas font-sans text-base text-ink antialiased">
        <SkipLink>{t("navigation.skip")}</SkipLink>
        <ErrorWordsProvider
          words={{
            title: t("error.title"),
            explanation: t("error.explanation"),
            retry: t("error.retry"),
            home: t("error.home"),
            id: t("error.id"),
          }}
        >
          {children}
        </ErrorWordsProvider>
      </body>
    </html>
  );
}
