import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { AdminNavigation } from "@/components/shell/admin-navigation";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { findTheme } from "@/lib/web/preferences";
import { requireAdmin } from "@/lib/web/require-admin";

/** The admin section. Each page and action asks for the right itself as well: a layout guards nothing. */
export default async function AdminLayout({ children }: { readonly children: ReactNode }) {
  const actor = await requireAdmin();
  return (
    <div className="min-h-dvh md:flex">
      <AdminNavigation address={actor.address} />
      <div className="flex min-w-0 grow flex-col pb-20 md:pb-0">
        <main id="content" className="mx-auto w-full max-w-6xl grow px-4 py-6 sm:px-8 sm:py-10">
          {children}
        </main>
        <footer className="flex justify-center px-2 py-4">
          <PreferencesBar theme={await findTheme()} chooseLocale={chooseLocale} chooseTheme={chooseTheme} />
        </footer>
      </div>
    </div>
  );
}
