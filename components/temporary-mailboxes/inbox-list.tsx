import { clsx } from "clsx";
import { Copy } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { Moment } from "@/components/ui/moment";
import { Pagination } from "@/components/ui/pagination";
import type { MessageSummary } from "@/lib/messages/schema";

interface InboxMessage extends MessageSummary {
  /** Found in the subject. */
  readonly oneTimeCode: string | null;
}

interface InboxListProps {
  readonly messages: readonly InboxMessage[];
  readonly total: number;
  readonly place: string;
  readonly olderHref: string | null;
  readonly newestHref: string | null;
  readonly now: Date;
}

/** Newest first. Every word in it was written by a stranger, so it is shown as plain text. */
export async function InboxList({ messages, total, place, olderHref, newestHref, now }: InboxListProps) {
  const t = await getTranslations("temporary.inbox");
  return (
    <div className="grid grid-cols-1 gap-4">
      {/* Also while it is empty, so that the first message is read aloud. */}
      <p className="sr-only" role="status">
        {t("count", { count: total })}
      </p>
      {messages.length === 0 ? (
        <EmptyState>{t("empty")}</EmptyState>
      ) : (
        <ul className="-mx-2 grid grid-cols-1 sm:-mx-3">
          {messages.map((message) => (
            <Message key={message.id} message={message} place={place} now={now} />
          ))}
        </ul>
      )}
      <Pagination
        label={t("pages")}
        first={newestHref ? { href: newestHref, label: t("newest") } : null}
        next={olderHref ? { href: olderHref, label: t("older") } : null}
      />
    </div>
  );
}

interface MessageProps {
  readonly message: InboxMessage;
  readonly place: string;
  readonly now: Date;
}

async function Message({ message, place, now }: MessageProps) {
  const t = await getTranslations("temporary.inbox");
  const { from, subject, receivedAt, isSeen, isUnreadable, oneTimeCode } = message;
  return (
    <li
      className="flex flex-wrap items-center gap-x-2 border-t border-line first:border-t-0"
      data-message={message.id}
    >
      <a
        href={`${place}/messages/${message.id}`}
        className="flex min-h-14 min-w-0 grow basis-60 items-start gap-3 rounded-lg px-2 py-3 hover:bg-sunken sm:px-3"
      >
        <span
          aria-hidden="true"
          className={clsx("mt-2 size-2 shrink-0 rounded-full", isSeen ? "bg-transparent" : "bg-accent")}
        />
        <span className="min-w-0 grow">
          <span className="flex items-baseline justify-between gap-3">
            <span className={clsx("min-w-0 truncate", isSeen ? "text-ink-soft" : "font-semibold")}>
              {isSeen ? null : <span className="sr-only">{t("unread")} </span>}
              {from?.name || from?.address || t("unknownSender")}
            </span>
            {receivedAt ? (
              <span className="shrink-0 text-sm text-ink-soft">
                <Moment at={receivedAt} now={now} />
              </span>
            ) : null}
          </span>
          <span className="block truncate">{isUnreadable ? t("unreadable") : subject || t("noSubject")}</span>
        </span>
      </a>
      {oneTimeCode ? (
        <CopyButton
          text={oneTimeCode}
          label={t("copyCode", { name: oneTimeCode })}
          copiedLabel={t("copied")}
          failedLabel={t("copyFailed")}
          className="ms-7 mb-2 border border-accent bg-accent-soft px-3 font-mono text-base tracking-wider sm:ms-0 sm:me-3 sm:mb-0"
        >
          {oneTimeCode}
          <Copy size={16} />
        </CopyButton>
      ) : null}
    </li>
  );
}
