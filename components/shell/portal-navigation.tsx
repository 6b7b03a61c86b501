import { Hourglass, LogOut, type LucideIcon, Mail, Settings, ShieldCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Mark } from "./mark";
import { NavigationLink } from "./navigation-link";

interface PortalNavigationProps {
  readonly address: string;
  readonly signOut: () => Promise<void>;
  /** Somewhere this person may have temporary addresses. */
  readonly hasTemporary: boolean;
  readonly isAdmin: boolean;
}

const PLACES = [
  { name: "mail", href: "/mail", icon: Mail },
  { name: "temporary", href: "/temporary-mailboxes", icon: Hourglass },
  { name: "settings", href: "/settings", icon: Settings },
  { name: "admin", href: "/admin", icon: ShieldCheck },
] as const satisfies readonly { name: string; href: string; icon: LucideIcon }[];

const ITEM =
  "flex min-h-12 min-w-0 grow basis-0 flex-col items-center justify-center gap-0.5 rounded-lg px-0 py-1 text-center text-[0.6875rem] font-medium text-ink-soft hover:bg-sunken aria-[current=page]:text-accent-ink md:min-h-11 md:grow-0 md:basis-auto md:text-start md:flex-row md:justify-start md:gap-3 md:px-3 md:text-sm md:aria-[current=page]:bg-accent-soft";

/** A sidebar from tablets up, a bar at the bottom on phones: one list, placed by CSS. */
export async function PortalNavigation({ address, signOut, hasTemporary, isAdmin }: PortalNavigationProps) {
  const t = await getTranslations("navigation");
  const isShown = { mail: true, temporary: hasTemporary, settings: true, admin: isAdmin };
  return (
    <header
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:sticky md:top-0 md:flex md:h-dvh md:w-60 md:shrink-0 md:flex-col md:border-e md:border-t-0 md:p-4"
      data-print="hide"
    >
      <a href="/mail" className="mb-6 hidden min-h-11 items-center gap-3 px-3 text-lg font-semibold md:flex">
        <Mark />
        Pasture
      </a>
      <nav aria-label={t("label")} className="md:flex md:grow md:flex-col">
        <ul className="flex gap-0 p-1 md:gap-1 md:flex-col md:p-0">
          {PLACES.filter(({ name }) => isShown[name]).map(({ name, href, icon: Icon }) => (
            <li key={name} className="flex min-w-0 grow basis-0 md:block">
              <NavigationLink href={href} className={ITEM}>
                <Icon size={20} className="shrink-0" />
                <span className="max-w-full truncate md:hidden">{t(`short.${name}`)}</span>
                <span className="hidden md:inline">{t(name)}</span>
              </NavigationLink>
            </li>
          ))}
          <li className="flex min-w-0 grow basis-0 md:hidden">
            <form action={signOut} className="flex grow">
              <button type="submit" className={ITEM}>
                <LogOut size={20} />
                {t("signOut")}
              </button>
            </form>
          </li>
        </ul>
      </nav>
      <form action={signOut} className="hidden border-t border-line pt-4 md:block">
        <p className="mb-1 truncate px-3 text-sm text-ink-soft" title={address}>
          {address}
        </p>
        <button type="submit" className={`${ITEM} w-full`}>
          <LogOut size={20} />
          {t("signOut")}
        </button>
      </form>
    </header>
  );
}
