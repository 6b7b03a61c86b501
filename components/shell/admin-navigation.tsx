import { ArrowLeft, ChartColumn, Globe, Inbox, type LucideIcon, Recycle, Webhook } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Mark } from "./mark";
import { NavigationLink } from "./navigation-link";

const PLACES = [
  { name: "mailboxes", href: "/admin/mailboxes", icon: Inbox },
  { name: "domains", href: "/admin/domains", icon: Globe },
  { name: "cleanUp", href: "/admin/clean-up", icon: Recycle },
  { name: "usage", href: "/admin/usage", icon: ChartColumn },
  { name: "webhooks", href: "/admin/webhooks", icon: Webhook },
] as const satisfies readonly { name: string; href: string; icon: LucideIcon }[];

const ITEM =
  "flex min-h-12 min-w-0 grow basis-0 flex-col items-center justify-center gap-0.5 rounded-lg px-0 py-1 text-center text-[0.6875rem] font-medium text-ink-soft hover:bg-sunken aria-[current=page]:text-accent-ink md:min-h-11 md:grow-0 md:basis-auto md:flex-row md:justify-start md:gap-3 md:px-3 md:text-sm md:aria-[current=page]:bg-accent-soft";

/** The admin section's own places, apart from a person's own: a line on top and a bar below on phones. */
export async function AdminNavigation({ address }: { readonly address: string }) {
  const t = await getTranslations("admin.navigation");
  return (
    <>
      <header
        className="flex items-center justify-between gap-3 border-b border-line bg-surface px-4 py-1 md:hidden"
        data-print="hide"
      >
        <p className="flex items-center gap-2 font-semibold">
          <Mark size={24} />
          {t("title")}
        </p>
        <BackToPortal label={t("back")} />
      </header>
      <div
        className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:sticky md:top-0 md:flex md:h-dvh md:w-60 md:shrink-0 md:flex-col md:border-e md:border-t-0 md:p-4"
        data-print="hide"
      >
        <p className="mb-6 hidden min-h-11 items-center gap-3 px-3 text-lg font-semibold md:flex">
          <Mark />
          {t("title")}
        </p>
        <nav aria-label={t("label")} className="md:grow">
          <ul className="flex gap-0 p-1 md:flex-col md:gap-1 md:p-0">
            {PLACES.map(({ name, href, icon: Icon }) => (
              <li key={name} className="flex min-w-0 grow basis-0 md:block">
                <NavigationLink href={href} className={ITEM}>
                  <Icon size={20} className="shrink-0" />
                  <span className="max-w-full truncate">{t(name)}</span>
                </NavigationLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="hidden border-t border-line pt-4 md:block">
          <p className="mb-1 truncate px-3 text-sm text-ink-soft" title={address}>
            {address}
          </p>
          <BackToPortal label={t("back")} />
        </div>
      </div>
    </>
  );
}

function BackToPortal({ label }: { readonly label: string }) {
  return (
    <a
      href="/mail"
      className="inline-flex min-h-11 items-center gap-3 rounded-lg px-3 text-sm font-medium text-ink-soft hover:bg-sunken md:flex"
    >
      <ArrowLeft size={20} className="rtl:-scale-x-100" />
      {label}
    </a>
  );
}
