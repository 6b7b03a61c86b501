import { FolderInput, Mail, MailOpen, Star, StarOff, Trash2 } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { FolderView } from "@/lib/messages/schema";
import { IntentButton } from "./intent-button";
import { MoveMenu } from "./move-menu";

interface SelectionBarProps {
  readonly folders: readonly FolderView[];
  readonly folder: string;
  /** How many messages the page shows. */
  readonly shown: number;
  /** In the bin and in the junk folder nothing can be undone. */
  readonly deletesForGood: boolean;
}

/** Shown by the checkboxes themselves, so it works before and without JavaScript. */
export async function SelectionBar({ folders, folder, shown, deletesForGood }: SelectionBarProps) {
  const t = await getTranslations("inbox.actions");
  return (
    <div className="sticky top-0 z-[2] flex min-h-11 flex-wrap items-center border-b border-line bg-canvas lg:bg-surface">
      <label className="inline-flex min-h-11 w-11 items-center justify-center lg:w-10" data-needs-script>
        <span className="sr-only">{t("selectAll")}</span>
        <input type="checkbox" className="size-4 accent-accent" data-select-all />
      </label>
      <p className="grow ps-2 text-sm text-ink-soft [form:has([name=message]:checked)_&]:hidden lg:ps-0">
        {t("shown", { count: shown })}
      </p>
      <div
        className="hidden grow items-center gap-x-1 [form:has([name=message]:checked)_&]:flex"
        role="toolbar"
        aria-label={t("toolbar")}
      >
        <p className="sr-only" role="status" data-selected-count data-text={t("selected", { count: "#" })} />
        <IntentButton className={ICON_BUTTON} icon={MailOpen} intent="seen" label={t("markRead")} />
        <IntentButton className={ICON_BUTTON} icon={Mail} intent="unseen" label={t("markUnread")} />
        <IntentButton className={ICON_BUTTON} icon={Star} intent="flag" label={t("flag")} shortcut="s" />
        <IntentButton className={ICON_BUTTON} icon={StarOff} intent="unflag" label={t("unflag")} />
        <MoveMenu
          id="move-selected"
          folders={folders}
          from={folder}
          className={ICON_BUTTON}
          label={<FolderInput size={18} />}
          name={t("move")}
        />
        <IntentButton
          className={ICON_BUTTON}
          icon={Trash2}
          intent="delete"
          label={t(deletesForGood ? "deleteForGood" : "delete")}
          shortcut="#"
        />
      </div>
    </div>
  );
}

const ICON_BUTTON =
  "inline-flex min-h-11 min-w-10 items-center justify-center rounded-lg text-ink-soft hover:bg-sunken hover:text-ink";
