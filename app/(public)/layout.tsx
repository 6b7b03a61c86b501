import type { ReactNode } from "react";
import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { Mark } from "@/components/shell/mark";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { findTheme } from "@/lib/web/preferences";

/** One narrow column: whoever comes here has one thing to do. */
export default async function PublicLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="mx-auto flex min-h-dvh w-full max-w-md flex-col px-4 sm:px-0">
      <header className="pt-8 pb-6 sm:pt-16">
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
