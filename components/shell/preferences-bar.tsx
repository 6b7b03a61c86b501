import { Monitor, Moon, Sun } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";
import { SegmentedChoice } from "@/components/ui/segmented-choice";
import { LOCALE_NAMES, locales } from "@/lib/i18n/locales";
import type { Theme } from "@/lib/i18n/themes";

interface PreferencesBarProps {
  readonly theme: Theme;
  readonly chooseLocale: (form: FormData) => Promise<void>;
  readonly chooseTheme: (form: FormData) => Promise<void>;
}

/** Language and theme, at the foot of every page and in the settings. */
export async function PreferencesBar({ theme, chooseLocale, chooseTheme }: PreferencesBarProps) {
  const t = await getTranslations("preferences");
  const locale = await getLocale();
  return (
    <div className="flex flex-wrap items-center justify-center gap-2" data-print="hide">
      <SegmentedChoice
        label={t("language")}
        name="locale"
        selected={locale}
        action={chooseLocale}
        options={locales.map((value) => ({ value, label: LOCALE_NAMES[value], lang: value }))}
      />
      <SegmentedChoice
        label={t("theme")}
        name="theme"
        selected={theme}
        action={chooseTheme}
        options={[
          { value: "light", label: t("light"), icon: <Sun size={18} /> },
          { value: "dark", label: t("dark"), icon: <Moon size={18} /> },
          { value: "system", label: t("system"), icon: <Monitor size={18} /> },
        ]}
      />
    </div>
  );
}
