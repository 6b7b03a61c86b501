import { clsx } from "clsx";
import { getTranslations } from "next-intl/server";
import type { ThreadMessage } from "@/lib/messages/schema";
import { type InboxPlace, messageHref } from "./inbox-place";
import { ShortMoment } from "./short-moment";

interface ConversationProps {
  readonly messages: readonly ThreadMessage[];
  readonly place: InboxPlace;
  readonly openId: string;
  readonly now: Date;
}

/** The other messages of the conversation, oldest first, own answers among them. */
export async function Conversation({ messages, place, openId, now }: ConversationProps) {
  if (messages.length < 2) return null;
  const t = await getTranslations("inbox.conversation");
  return (
    <nav aria-label={t("label")} data-conversation>
      <details className="rounded-lg border border-line" open={messages.length <= 4}>
        <summary className="min-h-11 px-3 py-2.5 text-sm font-medium text-ink-soft">
          {t("count", { count: messages.length })}
        </summary>
        <ol className="grid grid-cols-1 border-t border-line p-1">
          {messages.map((message) => {
            const isHere = message.id === openId && message.folder === place.folder;
            return (
              <li key={`${message.folder} ${message.id}`}>
                <a
                  href={messageHref(place, message.id, { folder: message.folder })}
                  aria-current={isHere ? "true" : undefined}
                  className={clsx(
                    "flex min-h-11 items-center gap-3 rounded-md px-2 py-1.5 text-sm lg:min-h-9",
                    isHere ? "bg-accent-soft text-accent-ink" : "hover:bg-sunken",
                  )}
                >
                  <bdi
                    className={clsx("min-w-0 shrink-0 basis-32 truncate", message.isSeen || "font-semibold")}
                  >
                    {message.isSeen ? null : <span className="sr-only">{t("unread")} </span>}
                    {message.folder === "sent"
                      ? t("you")
                      : message.from?.name || message.from?.address || t("unknownSender")}
                  </bdi>
                  <bdi className="min-w-0 grow truncate text-ink-soft">{message.subject}</bdi>
                  <span className="shrink-0 text-xs text-ink-soft">
                    {message.receivedAt ? <ShortMoment at={message.receivedAt} now={now} /> : null}
                  </span>
                </a>
              </li>
            );
          })}
        </ol>
      </details>
    </nav>
  );
}
