import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { Mark } from "@/components/shell/mark";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { findTheme } from "@/lib/web/preferences";

/** Room for reading mail, without the navigation of those who have an account. */
export default async function VisitorLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-3xl flex-col px-4">
      <header className="py-6 sm:pt-10">
        <a href="/" className="inline-flex min-h-11 items-center gap-3 text-lg font-semibold">
          <Mark />
          Pasture
        </a>
      </header>
      <main id="content" className="grow pb-8">
        {children}
      </main>
      <footer className="flex justify-center py-4">
        <PreferencesBar theme={await findTheme()} chooseLocale={chooseLocale} chooseTheme={chooseTheme} />
      </footer>
    </div>
  );
}
