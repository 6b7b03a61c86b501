import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { PortalNavigation } from "@/components/shell/portal-navigation";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { listTemporaryDomains } from "@/lib/domains/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { findTheme } from "@/lib/web/preferences";
import { requireSession } from "@/lib/web/require-session";
import { leave } from "./actions";

/** Everything behind the sign-in. Each page asks for the session itself as well: a layout guards nothing. */
export default async function PortalLayout({ children }: { readonly children: ReactNode }) {
  const actor = await requireSession();
  const temporaryDomains = await listTemporaryDomains(await getPortalContext(), actor);
  return (
    <div className="min-h-dvh md:flex">
      <PortalNavigation
        address={actor.address}
        signOut={leave}
        hasTemporary={temporaryDomains.length > 0}
        isAdmin={actor.role === "ADMIN"}
      />
      <div className="flex min-w-0 grow flex-col pb-20 md:pb-0">
        <main id="content" className="mx-auto w-full max-w-4xl grow px-4 py-6 sm:px-8 sm:py-10">
          {children}
        </main>
        <footer className="flex justify-center px-2 py-4">
          <PreferencesBar theme={await findTheme()} chooseLocale={chooseLocale} chooseTheme={chooseTheme} />
        </footer>
      </div>
    </div>
  );
}
