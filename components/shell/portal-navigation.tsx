import { Bell, Hourglass, Inbox, LogOut, type LucideIcon, Mail, Settings, ShieldCheck } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Mark } from "./mark";
import { NavigationLink } from "./navigation-link";

interface PortalNavigationProps {
  readonly address: string;
  readonly signOut: () => Promise<void>;
  /** There is a mailbox to read. */
  readonly hasInbox: boolean;
  /** Somewhere this person may have temporary addresses. */
  readonly hasTemporary: boolean;
  /** Unread ones; null for somebody who has none and no rule to make any. */
  readonly notifications: number | null;
  readonly isAdmin: boolean;
}

const PLACES = [
  { name: "inbox", href: "/inbox", icon: Inbox },
  { name: "notifications", href: "/notifications", icon: Bell },
  { name: "mail", href: "/mail", icon: Mail },
  { name: "temporary", href: "/temporary-mailboxes", icon: Hourglass },
  { name: "settings", href: "/settings", icon: Settings },
  { name: "admin", href: "/admin", icon: ShieldCheck },
] as const satisfies readonly { name: string; href: string; icon: LucideIcon }[];

/** Beside an open inbox there is room for the pictures only; their names are read aloud and shown under the pointer. */
const NARROW = "md:group-has-data-[width=full]/portal:sr-only";

const ITEM =
  "flex min-h-12 min-w-0 grow basis-0 flex-col items-center justify-center gap-0.5 rounded-lg px-0 py-1 text-center text-[0.6875rem] font-medium text-ink-soft hover:bg-sunken aria-[current=page]:text-accent-ink md:min-h-11 md:grow-0 md:basis-auto md:text-start md:flex-row md:justify-start md:gap-3 md:px-3 md:text-sm md:aria-[current=page]:bg-accent-soft md:group-has-data-[width=full]/portal:justify-center md:group-has-data-[width=full]/portal:px-0";

/** A sidebar from tablets up, a bar at the bottom on phones: one list, placed by CSS. */
export async function PortalNavigation(props: PortalNavigationProps) {
  const { address, signOut, hasInbox, hasTemporary, notifications, isAdmin } = props;
  const t = await getTranslations("navigation");
  const isShown = {
    inbox: hasInbox,
    notifications: notifications !== null,
    mail: true,
    temporary: hasTemporary,
    settings: true,
    admin: isAdmin,
  };
  return (
    <header
      className="fixed inset-x-0 bottom-0 z-10 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:sticky md:top-0 md:flex md:h-dvh md:w-60 md:shrink-0 md:flex-col md:border-e md:border-t-0 md:p-4 md:group-has-data-[width=full]/portal:w-16 md:group-has-data-[width=full]/portal:p-2"
      data-print="hide"
    >
      <a
        href="/mail"
        className="mb-6 hidden min-h-11 items-center gap-3 px-3 text-lg font-semibold md:flex md:group-has-data-[width=full]/portal:mb-2 md:group-has-data-[width=full]/portal:justify-center md:group-has-data-[width=full]/portal:px-0"
      >
        <Mark />
        <span className={NARROW}>Pasture</span>
      </a>
      <nav aria-label={t("label")} className="md:flex md:grow md:flex-col">
        <ul className="flex gap-0 p-1 md:gap-1 md:flex-col md:p-0">
          {PLACES.filter(({ name }) => isShown[name]).map(({ name, href, icon: Icon }) => (
            <li key={name} className="flex min-w-0 grow basis-0 md:block">
              <NavigationLink href={href} className={ITEM} title={t(name)}>
                <span className="relative shrink-0">
                  <Icon size={20} />
                  {name === "notifications" && notifications ? <Unread count={notifications} /> : null}
                </span>
                <span className="max-w-full truncate md:hidden">{t(`short.${name}`)}</span>
                <span className={`hidden md:inline ${NARROW}`}>{t(name)}</span>
              </NavigationLink>
            </li>
          ))}
        </ul>
      </nav>
      <form action={signOut} className="hidden border-t border-line pt-4 md:block">
        <p
          className="mb-1 truncate px-3 text-sm text-ink-soft md:group-has-data-[width=full]/portal:hidden"
          title={address}
        >
          {address}
        </p>
        <button type="submit" className={`${ITEM} w-full`} title={t("signOut")}>
          <LogOut size={20} className="shrink-0" />
          <span className={NARROW}>{t("signOut")}</span>
        </button>
      </form>
    </header>
  );
}

/** On the picture's corner, where it is seen in every width of the navigation. */
async function Unread({ count }: { readonly count: number }) {
  const t = await getTranslations("navigation");
  return (
    <span className="absolute -end-2 -top-1.5 min-w-4 rounded-full bg-accent px-1 text-center text-[0.625rem] leading-4 font-semibold text-on-accent tabular-nums">
      <span aria-hidden="true" data-unread={count}>
        {count}
      </span>
      <span className="sr-only">{t("unreadNotifications", { count })}</span>
    </span>
  );
}
