import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { FolderView } from "@/lib/messages/schema";
import { nameFolder } from "./name-folder";

interface MoveMenuProps {
  readonly id: string;
  readonly folders: readonly FolderView[];
  readonly from: string;
  readonly className: string;
  readonly label: ReactNode;
  /** In words, where the label is a picture. */
  readonly name?: string;
}

/** Folders to move to, as buttons of the form around it, in a native popover that needs no script. */
export async function MoveMenu({ id, folders, from, className, label, name }: MoveMenuProps) {
  const t = await getTranslations("inbox.folders");
  const targets = folders.filter(
    ({ key, isSelectable, role }) => isSelectable && key !== from && role !== "drafts" && role !== "sent",
  );
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={name} title={name} className={className}>
        {label}
      </button>
      <div
        id={id}
        popover="auto"
        className="m-auto max-h-[70dvh] w-64 max-w-[calc(100vw-2rem)] overflow-y-auto rounded-xl border border-line bg-surface p-1.5 text-ink shadow-xl supports-[position-area:block-end]:m-1 supports-[position-area:block-end]:[position-area:block-end_span-inline-end] [position-try-fallbacks:flip-inline,flip-block]"
      >
        <p className="px-3 py-1.5 text-sm font-medium text-ink-soft">{t("moveTo")}</p>
        <ul>
          {targets.map((folder) => (
            <li key={folder.key}>
              <button
                type="submit"
                name="intent"
                value={`move:${folder.key}`}
                className="block min-h-11 w-full truncate rounded-lg px-3 py-2 text-start text-sm hover:bg-sunken lg:min-h-9 lg:py-1.5"
                data-move-to={folder.key}
              >
                <bdi>{nameFolder(folder, t)}</bdi>
              </button>
            </li>
          ))}
        </ul>
      </div>
    </>
  );
}
