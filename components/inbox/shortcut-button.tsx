import { Keyboard } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { DialogButton } from "./dialog-button";

/** For those who do not know the key for it, or have switched the keys off. Phones have no keys. */
export async function ShortcutButton() {
  const t = await getTranslations("inbox.shortcuts");
  return (
    <DialogButton
      opens="shortcuts"
      className="mt-3 hidden min-h-11 w-full items-center gap-3 rounded-lg px-3 text-start text-sm text-ink-soft hover:bg-sunken md:flex lg:min-h-9"
    >
      <Keyboard size={18} className="shrink-0" />
      {t("title")}
    </DialogButton>
  );
}
