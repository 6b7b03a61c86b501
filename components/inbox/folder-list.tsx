import { clsx } from "clsx";
import {
  Archive,
  Ban,
  File,
  Folder,
  Inbox,
  ListFilter,
  type LucideIcon,
  Send,
  SendHorizontal,
  Trash2,
} from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { FolderView } from "@/lib/messages/schema";
import { type InboxPlace, isCounted, listHref } from "./inbox-place";
import { nameFolder } from "./name-folder";

const ICONS: Record<NonNullable<FolderView["role"]>, LucideIcon> = {
  inbox: Inbox,
  drafts: File,
  sent: Send,
  archive: Archive,
  junk: Ban,
  trash: Trash2,
};

/** Deeper ones stand where the deepest shown ones do: a narrow pane has no room for more. */
const INDENTS = ["ps-3", "ps-7", "ps-11", "ps-14"];

interface FolderListProps {
  readonly folders: readonly FolderView[];
  readonly place: InboxPlace;
  /** Messages on their way out that want to be looked at, and their page. */
  readonly outgoing: { readonly href: string; readonly count: number; readonly isHere: boolean };
  readonly rulesHref: string;
}

/** Folders with how much in them is unread. */
export async function FolderList({ folders, place, outgoing, rulesHref }: FolderListProps) {
  const t = await getTranslations("inbox.folders");
  return (
    <nav aria-label={t("label")}>
      <ul className="grid gap-0.5" data-folders>
        {folders.map((folder) => (
          <Entry
            key={folder.key}
            name={nameFolder(folder, t)}
            icon={folder.role ? ICONS[folder.role] : Folder}
            indent={INDENTS[Math.min(folder.depth, INDENTS.length - 1)] ?? "ps-3"}
            href={
              folder.isSelectable
                ? listHref({ ...place, query: "", isUnreadOnly: false }, { folder: folder.key })
                : null
            }
            isHere={folder.key === place.folder && !outgoing.isHere}
            count={isCounted(folder.role) ? (folder.role === "drafts" ? folder.total : folder.unread) : 0}
            countLabel={t(folder.role === "drafts" ? "drafts" : "unread", {
              count: folder.role === "drafts" ? folder.total : folder.unread,
            })}
          />
        ))}
        {outgoing.count > 0 || outgoing.isHere ? (
          <Entry
            name={t("outgoing")}
            icon={SendHorizontal}
            indent="ps-3"
            href={outgoing.href}
            isHere={outgoing.isHere}
            count={outgoing.count}
            countLabel={t("waiting", { count: outgoing.count })}
          />
        ) : null}
      </ul>
      <ul className="mt-2 grid">
        <Entry
          name={t("rules")}
          icon={ListFilter}
          indent="ps-3"
          href={rulesHref}
          isHere={false}
          count={0}
          countLabel=""
        />
      </ul>
    </nav>
  );
}

interface EntryProps {
  readonly name: string;
  readonly icon: LucideIcon;
  readonly indent: string;
  /** Null for a folder that only holds others. */
  readonly href: string | null;
  readonly isHere: boolean;
  readonly count: number;
  /** The count in words. */
  readonly countLabel: string;
}

function Entry({ name, icon: Icon, indent, href, isHere, count, countLabel }: EntryProps) {
  const row = clsx(
    "flex min-h-11 items-center gap-3 rounded-lg py-1.5 pe-3 text-sm lg:min-h-9",
    indent,
    isHere ? "bg-accent-soft font-medium text-accent-ink" : "text-ink-soft",
  );
  const words = (
    <>
      <Icon size={18} className="shrink-0" />
      <bdi className={clsx("min-w-0 grow truncate", count > 0 && !isHere && "font-medium text-ink")}>
        {name}
      </bdi>
      {count > 0 ? (
        <>
          <span aria-hidden="true" className="shrink-0 text-xs tabular-nums" data-folder-count={count}>
            {count}
          </span>
          <span className="sr-only">{countLabel}</span>
        </>
      ) : null}
    </>
  );
  return (
    <li>
      {href ? (
        <a
          href={href}
          aria-current={isHere ? "page" : undefined}
          className={clsx(row, !isHere && "hover:bg-sunken")}
        >
          {words}
        </a>
      ) : (
        <p className={row}>{words}</p>
      )}
    </li>
  );
}
