import { getTranslations } from "next-intl/server";
import { type InboxPlace, listHref } from "@/components/inbox/inbox-place";
import { MessageList } from "@/components/inbox/message-list";
import { SelectionBar } from "@/components/inbox/selection-bar";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { FolderView } from "@/lib/messages/schema";
import { changeMessages } from "./actions";
import { deletesForGood } from "./deletes-for-good";
import type { ListedPage } from "./read-list";

interface ListPaneProps {
  readonly page: ListedPage;
  readonly place: InboxPlace;
  readonly folders: readonly FolderView[];
  readonly openId: string | null;
}

/** The list, or why there is nothing in it. */
export async function ListPane({ page, place, folders, openId }: ListPaneProps) {
  const t = await getTranslations("inbox");
  const { messages, nextCursor, isPartial } = page;
  const role = folders.find(({ key }) => key === place.folder)?.role ?? null;
  return (
    <>
      {/* Always in the page, so that new mail is read aloud. */}
      <p className="sr-only" role="status">
        {t("list.count", { count: messages.length })}
      </p>
      {isPartial ? (
        <div className="p-3">
          <Notice tone="info">{t("search.partial")}</Notice>
        </div>
      ) : null}
      {messages.length === 0 ? (
        <div className="grid gap-3 p-4 lg:p-3">
          <Empty place={place} role={role} hasMore={nextCursor !== null} />
          {nextCursor ? (
            <LinkButton href={listHref(place, { before: nextCursor })}>{t("search.further")}</LinkButton>
          ) : null}
        </div>
      ) : (
        <MessageList
          messages={messages.map((message) => ({
            ...message,
            threadCount: messages.filter(({ threadKey }) => threadKey === message.threadKey).length,
          }))}
          place={place}
          isOwnMail={role === "sent" || role === "drafts"}
          openId={openId}
          nextCursor={nextCursor}
          now={new Date()}
          action={changeMessages}
          bar={
            <SelectionBar
              folders={folders}
              folder={place.folder}
              shown={messages.length}
              deletesForGood={deletesForGood(folders, place.folder)}
            />
          }
        />
      )}
    </>
  );
}

interface EmptyProps {
  readonly place: InboxPlace;
  readonly role: FolderView["role"];
  readonly hasMore: boolean;
}

/** Nothing here yet is another thing than nothing found. */
async function Empty({ place, role, hasMore }: EmptyProps) {
  const t = await getTranslations("inbox");
  if (place.query || place.isUnreadOnly) {
    const action = (
      <LinkButton href={listHref(place, { query: "", isUnreadOnly: false })}>{t("search.clear")}</LinkButton>
    );
    const sentence = place.query ? t(hasMore ? "search.noneSoFar" : "search.none") : t("search.noneUnread");
    return <EmptyState action={action}>{sentence}</EmptyState>;
  }
  return <EmptyState>{t(`list.empty.${role === "archive" || role === null ? "other" : role}`)}</EmptyState>;
}
