import {
  ArrowLeft,
  ChevronDown,
  ChevronUp,
  FolderInput,
  Forward,
  type LucideIcon,
  Mail,
  Reply,
  ReplyAll,
  SquarePen,
  Star,
  StarOff,
  Trash2,
} from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { FolderView, MessageView } from "@/lib/messages/schema";
import { composeHref, type InboxPlace, listHref } from "./inbox-place";
import { IntentButton } from "./intent-button";
import { PlaceFields } from "./message-list";
import { MoveMenu } from "./move-menu";

interface MessageToolbarProps {
  readonly message: MessageView;
  readonly place: InboxPlace;
  readonly folders: readonly FolderView[];
  readonly deletesForGood: boolean;
  /** The messages before and after it in the list, as far as they are on its page. */
  readonly newerHref: string | null;
  readonly olderHref: string | null;
  readonly action: (form: FormData) => Promise<void>;
}

const BUTTON =
  "inline-flex min-h-11 min-w-[2.3rem] items-center justify-center gap-2 rounded-lg text-sm sm:min-w-11 sm:px-2.5 font-medium text-ink-soft hover:bg-sunken hover:text-ink lg:min-h-10 lg:min-w-10";

/** What can be done with the open message. Words where there is room, else pictures with a name. */
export async function MessageToolbar(props: MessageToolbarProps) {
  const { message, place, folders, deletesForGood, newerHref, olderHref, action } = props;
  const t = await getTranslations("inbox.actions");
  const about = (mode: string): string =>
    composeHref(place.mailbox, { mode, folder: place.folder, messageId: message.id });
  return (
    <div
      className="sticky top-0 z-[2] flex flex-wrap items-center gap-y-1 border-b border-line bg-canvas px-2 py-1 sm:px-4 lg:bg-surface"
      role="toolbar"
      aria-label={t("messageToolbar")}
      data-print="hide"
    >
      <a href={listHref(place, { before: place.before })} className={`${BUTTON} lg:hidden`} data-key="u">
        <ArrowLeft size={18} className="rtl:-scale-x-100" />
        <span className="sr-only">{t("back")}</span>
      </a>
      {message.isDraft ? (
        <WordLink href={about("draft")} icon={SquarePen} label={t("continueDraft")} shortcut="r" isMain />
      ) : (
        <>
          <WordLink href={about("reply")} icon={Reply} label={t("reply")} shortcut="r" isMain />
          <WordLink href={about("reply-all")} icon={ReplyAll} label={t("replyAll")} shortcut="a" />
          <WordLink href={about("forward")} icon={Forward} label={t("forward")} shortcut="f" />
        </>
      )}
      <form action={action} className="flex grow flex-wrap items-center" id="message-actions">
        <PlaceFields place={place} openId={message.id} />
        <input type="hidden" name="message" value={message.id} />
        <IntentButton
          className={BUTTON}
          icon={message.isFlagged ? StarOff : Star}
          intent={message.isFlagged ? "unflag" : "flag"}
          label={t(message.isFlagged ? "unflag" : "flag")}
          shortcut="s"
        />
        <IntentButton className={BUTTON} icon={Mail} intent="unseen" label={t("markUnread")} />
        <MoveMenu
          id="move-message"
          folders={folders}
          from={place.folder}
          className={BUTTON}
          label={<FolderInput size={18} />}
          name={t("move")}
        />
        <IntentButton
          className={BUTTON}
          icon={Trash2}
          intent="delete"
          label={t(deletesForGood ? "deleteForGood" : "delete")}
          shortcut="#"
        />
      </form>
      <nav aria-label={t("neighbours")} className="hidden sm:flex">
        <Neighbour href={newerHref} icon={ChevronUp} label={t("newer")} />
        <Neighbour href={olderHref} icon={ChevronDown} label={t("older")} />
      </nav>
    </div>
  );
}

interface SignProps {
  readonly icon: LucideIcon;
  readonly label: string;
}

interface WordLinkProps extends SignProps {
  readonly href: string;
  readonly shortcut: string;
  /** What most people want: its word is shown sooner. */
  readonly isMain?: boolean;
}

function WordLink({ href, icon: Icon, label, shortcut, isMain = false }: WordLinkProps) {
  return (
    <a href={href} className={BUTTON} title={label} data-key={shortcut}>
      <Icon size={18} className="shrink-0" />
      <span className={isMain ? "sr-only sm:not-sr-only" : "sr-only 2xl:not-sr-only"}>{label}</span>
    </a>
  );
}

function Neighbour({ href, icon: Icon, label }: SignProps & { readonly href: string | null }) {
  if (!href) {
    return (
      <span className={`${BUTTON} text-ink-faint opacity-50 hover:bg-transparent`} aria-hidden="true">
        <Icon size={18} />
      </span>
    );
  }
  return (
    <a href={href} className={BUTTON} aria-label={label} title={label}>
      <Icon size={18} />
    </a>
  );
}
