import { getTranslations } from "next-intl/server";
import { chooseLocale, chooseTheme } from "@/app/preferences-actions";
import { PreferencesBar } from "@/components/shell/preferences-bar";
import { Card } from "@/components/ui/card";
import { findTheme } from "@/lib/web/preferences";

/** The same two choices as at the foot of every page, where people look for settings. */
export async function Appearance() {
  const t = await getTranslations("settings.appearance");
  return (
    <Card id="appearance" title={t("title")} description={t("description")}>
      <div className="flex">
        <PreferencesBar theme={await findTheme()} chooseLocale={chooseLocale} chooseTheme={chooseTheme} />
      </div>
    </Card>
  );
}
