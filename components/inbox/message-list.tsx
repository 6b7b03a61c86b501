import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Pagination } from "@/components/ui/pagination";
import type { MessageSummary } from "@/lib/messages/schema";
import { type InboxPlace, listHref } from "./inbox-place";
import { MessageRow } from "./message-row";

export interface ListedMessage extends MessageSummary {
  /** Of the same conversation on this page, this one included. */
  readonly threadCount: number;
}

interface MessageListProps {
  readonly messages: readonly ListedMessage[];
  readonly place: InboxPlace;
  /** Shows the person written to instead of the one who wrote. */
  readonly isOwnMail: boolean;
  /** The message that is open beside the list. */
  readonly openId: string | null;
  readonly nextCursor: string | null;
  readonly now: Date;
  /** What can be done with what is selected. */
  readonly bar: ReactNode;
  readonly action: (form: FormData) => Promise<void>;
}

/** One page of a folder, newest first, as a form: what is checked is what the bar is about. */
export async function MessageList(props: MessageListProps) {
  const { messages, place, isOwnMail, openId, nextCursor, now, bar, action } = props;
  const t = await getTranslations("inbox.list");
  return (
    <>
      <form id="messages" action={action} data-selection>
        <PlaceFields place={place} openId={openId} />
        {bar}
        <ul className="grid grid-cols-1" data-list={place.folder}>
          {messages.map((message) => (
            <MessageRow
              key={message.id}
              message={message}
              place={place}
              isOwnMail={isOwnMail}
              isOpen={message.id === openId}
              now={now}
            />
          ))}
        </ul>
      </form>
      <div className="px-4 py-3 lg:px-3">
        <Pagination
          label={t("pages")}
          first={place.before ? { href: listHref(place), label: t("newest") } : null}
          next={nextCursor ? { href: listHref(place, { before: nextCursor }), label: t("older") } : null}
        />
      </div>
    </>
  );
}

/** Where the form was, so that its answer leads back there. */
export function PlaceFields({
  place,
  openId,
}: {
  readonly place: InboxPlace;
  readonly openId: string | null;
}) {
  return (
    <>
      <input type="hidden" name="folder" value={place.folder} />
      {place.mailbox ? <input type="hidden" name="mailbox" value={place.mailbox} /> : null}
      {place.query ? <input type="hidden" name="q" value={place.query} /> : null}
      {place.isUnreadOnly ? <input type="hidden" name="unread" value="1" /> : null}
      {place.before ? <input type="hidden" name="before" value={place.before} /> : null}
      {openId ? <input type="hidden" name="open" value={openId} /> : null}
    </>
  );
}
