import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { findTheme } from "@/lib/web/preferences";

/** Language and theme, at the foot of every page. */
export async function PreferencesFooter() {
  return (
    <footer className="flex justify-center px-2 py-4">
      <PreferencesBar theme={await findTheme()} chooseLocale={chooseLocale} chooseTheme={chooseTheme} />
    </footer>
  );
}
