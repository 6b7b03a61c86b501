import { clsx } from "clsx";
import { CornerUpLeft, Paperclip, Star } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { Correspondent } from "@/lib/messages/schema";
import { type InboxPlace, messageHref } from "./inbox-place";
import type { ListedMessage } from "./message-list";
import { ShortMoment } from "./short-moment";

interface MessageRowProps {
  readonly message: ListedMessage;
  readonly place: InboxPlace;
  readonly isOwnMail: boolean;
  readonly isOpen: boolean;
  readonly now: Date;
}

/** Every word in it was written by a stranger, so it is text. The link covers the row; the checkbox lies above it. */
export async function MessageRow({ message, place, isOwnMail, isOpen, now }: MessageRowProps) {
  const t = await getTranslations("inbox.list");
  const { id, subject, receivedAt, isSeen, isUnreadable, isFlagged, isAnswered, hasAttachments } = message;
  const people = isOwnMail ? message.to : message.from ? [message.from] : [];
  const who = people.map(shortName).join(", ") || t(isOwnMail ? "noRecipient" : "unknownSender");
  const about = isUnreadable ? t("unreadable") : subject || t("noSubject");
  return (
    <li
      className={clsx(
        "group/row relative flex items-stretch overflow-hidden border-b border-line outline-offset-[-2px] has-[[data-row-link]:focus-visible]:outline-2 has-[[data-row-link]:focus-visible]:outline-accent has-[input:checked]:bg-accent-soft",
        isOpen ? "bg-accent-soft" : "hover:bg-sunken",
      )}
      data-message={id}
      data-seen={isSeen}
      data-flagged={isFlagged}
    >
      {isOpen ? <span aria-hidden="true" className="absolute inset-y-0 start-0 w-1 bg-accent" /> : null}
      <label className="relative z-[1] flex w-11 shrink-0 flex-col items-center gap-2.5 pt-3.5 lg:w-10 lg:gap-2 lg:pt-3">
        <span className="sr-only">{t("select", { name: about })}</span>
        <input type="checkbox" name="message" value={id} className="size-4 accent-accent" />
        {isSeen ? null : <span aria-hidden="true" className="size-2 rounded-full bg-accent" />}
      </label>
      <div
        className={clsx(
          "min-w-0 grow py-2.5 pe-4 lg:py-2 lg:text-[0.9375rem]",
          isSeen ? "text-ink-soft" : "font-semibold text-ink",
        )}
      >
        <div className="flex items-baseline gap-2">
          <bdi className={clsx("min-w-0 grow truncate", isSeen && "text-ink")}>{who}</bdi>
          {message.threadCount > 1 ? (
            <span className="shrink-0 rounded-full bg-sunken px-1.5 text-xs font-normal text-ink-soft tabular-nums group-hover/row:bg-surface">
              <span aria-hidden="true">{message.threadCount}</span>
              <span className="sr-only">{t("thread", { count: message.threadCount })}</span>
            </span>
          ) : null}
          <span className="shrink-0 text-xs font-normal text-ink-soft">
            {receivedAt ? <ShortMoment at={receivedAt} now={now} /> : null}
          </span>
        </div>
        <div className="flex items-center gap-2 text-sm">
          <a
            href={messageHref(place, id)}
            className="min-w-0 grow truncate leading-6 outline-none after:absolute after:inset-0"
            aria-current={isOpen ? "true" : undefined}
            data-row-link
          >
            {isSeen ? null : <span className="sr-only">{t("unread")} </span>}
            <bdi>{about}</bdi>
            <span className="sr-only">{t(isOwnMail ? "toWhom" : "fromWhom", { name: who })}</span>
          </a>
          {isAnswered ? <Sign icon={CornerUpLeft} label={t("answered")} className="text-ink-faint" /> : null}
          {hasAttachments ? (
            <Sign icon={Paperclip} label={t("hasAttachments")} className="text-ink-soft" />
          ) : null}
          {isFlagged ? (
            <Sign icon={Star} label={t("flagged")} className="fill-current text-warn-ink" />
          ) : null}
        </div>
      </div>
    </li>
  );
}

interface SignProps {
  readonly icon: typeof Star;
  readonly label: string;
  readonly className: string;
}

function Sign({ icon: Icon, label, className }: SignProps) {
  return (
    <span className="shrink-0" title={label}>
      <Icon size={14} className={className} />
      <span className="sr-only">{label}</span>
    </span>
  );
}

function shortName({ name, address }: Correspondent): string {
  return name || address;
}
