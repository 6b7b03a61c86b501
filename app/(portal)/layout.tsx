import { LogOut } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { PortalNavigation } from "@/components/shell/portal-navigation";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { buttonClasses } from "@/components/ui/button-classes";
import { listTemporaryDomains } from "@/lib/domains/queries";
import { listOwnMailboxes } from "@/lib/mailboxes/list-own-mailboxes";
import { countNotifications } from "@/lib/notifications/list-notifications";
import { getPortalContext } from "@/lib/web/portal-context";
import { findTheme } from "@/lib/web/preferences";
import { requireSession } from "@/lib/web/require-session";
import { leave } from "./actions";

/** Everything behind the sign-in. Each page asks for the session itself as well: a layout guards nothing. */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const actor = await requireSession();
  const t = await getTranslations("navigation");
  const context = await getPortalContext();
  const [temporaryDomains, mailboxes, notifications] = await Promise.all([
    listTemporaryDomains(context, actor),
    listOwnMailboxes(context, actor),
    countNotifications(context, actor),
  ]);
  return (
    <div className="group/portal min-h-dvh md:flex">
      <PortalNavigation
        address={actor.address}
        signOut={leave}
        hasInbox={mailboxes.some(({ isReady }) => isReady)}
        hasTemporary={temporaryDomains.length > 0}
        notifications={notifications.hasAny ? notifications.unread : null}
        isAdmin={actor.role === "ADMIN"}
      />
      <div className="flex min-w-0 grow flex-col pb-20 md:pb-0">
        <main
          id="content"
          className="mx-auto w-full max-w-4xl grow px-4 py-6 sm:px-8 sm:py-10 has-data-[width=full]:max-w-none has-data-[width=full]:p-0"
        >
          {children}
        </main>
        {/* Panes that scroll by themselves fill the window: there, language and theme are in the settings. */}
        <footer className="flex flex-wrap items-center justify-center gap-2 px-2 py-4 lg:group-has-data-[width=full]/portal:hidden">
          <PreferencesBar theme={await findTheme()} chooseLocale={chooseLocale} chooseTheme={chooseTheme} />
          {/* The bar on phones has no room for it. */}
          <form action={leave} className="md:hidden" data-print="hide">
            <button type="submit" className={buttonClasses("quiet")}>
              <LogOut size={18} />
              {t("signOut")}
            </button>
          </form>
        </footer>
      </div>
    </div>
  );
}
