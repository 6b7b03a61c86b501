import { MailOpen } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { readingLabels } from "@/app/reading-labels";
import { Arrive } from "@/components/inbox/arrive";
import { Conversation } from "@/components/inbox/conversation";
import { filesHref, type InboxPlace, listHref, messageHref } from "@/components/inbox/inbox-place";
import { MessageToolbar } from "@/components/inbox/message-toolbar";
import { formatFileSize } from "@/components/messages/format-file-size";
import { ReadingPane } from "@/components/messages/reading-pane";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { fail, type Result } from "@/lib/errors/result";
import type { OwnMailbox } from "@/lib/mailboxes/list-own-mailboxes";
import { getMessage } from "@/lib/messages/get-message";
import { getMessageSource } from "@/lib/messages/get-message-source";
import { getThread } from "@/lib/messages/get-thread";
import { messageWords } from "@/lib/messages/message-words";
import {
  type FolderView,
  type MessageFailure,
  type MessageId,
  type MessageSummary,
  type MessageView,
  messageIdSchema,
} from "@/lib/messages/schema";
import { MESSAGE_FRAME_PATH } from "@/lib/web/message-frame";
import { changeMessages } from "./actions";
import { deletesForGood } from "./deletes-for-good";
import type { OpenInbox } from "./open-inbox";
import { prompt } from "./prompt";

/** The message of the URL, which becomes seen. A name that cannot be one is that of a message that is gone. */
export async function openMessage(
  { actor, context }: Pick<OpenInbox, "actor" | "context">,
  mailboxId: string,
  { folder }: InboxPlace,
  name: string,
): Promise<Result<MessageView, MessageFailure>> {
  const messageId = messageIdSchema.safeParse(name);
  if (!messageId.success) return fail({ reason: "message-gone" });
  return getMessage(context, actor, { mailboxId, folder, messageId: messageId.data });
}

export async function NothingOpen() {
  const t = await getTranslations("inbox.reading");
  return (
    <div className="flex h-full flex-col items-center justify-center gap-3 p-8 text-ink-faint">
      <MailOpen size={40} strokeWidth={1.25} aria-hidden="true" />
      <p>{t("choose")}</p>
    </div>
  );
}

interface NeighboursProps {
  readonly newerHref: string | null;
  readonly olderHref: string | null;
}

/** On phones, where the toolbar has no room for them: at the end, where one has read so far. */
async function Neighbours({ newerHref, olderHref }: NeighboursProps) {
  if (!newerHref && !olderHref) return null;
  const t = await getTranslations("inbox.actions");
  return (
    <nav aria-label={t("neighbours")} className="mt-4 flex justify-between gap-3 sm:hidden">
      {newerHref ? <LinkButton href={newerHref}>{t("newer")}</LinkButton> : <span />}
      {olderHref ? <LinkButton href={olderHref}>{t("older")}</LinkButton> : null}
    </nav>
  );
}

interface ReadingSectionProps {
  readonly inbox: OpenInbox;
  readonly mailbox: OwnMailbox;
  readonly place: InboxPlace;
  readonly messageId: string;
  /** `text`, `html` or `source`. */
  readonly as: string | undefined;
  readonly opened: Result<MessageView, MessageFailure>;
  readonly listed: readonly MessageSummary[];
  readonly folders: readonly FolderView[];
}

/** The open message with everything that can be done with it. */
export async function ReadingSection(props: ReadingSectionProps) {
  const { place, messageId, opened, listed, folders } = props;
  const position = listed.findIndex(({ id }) => id === messageId);
  const neighbour = (index: number): string | null => {
    const found = position < 0 ? undefined : listed[index];
    return found ? messageHref(place, found.id) : null;
  };
  if (!opened.ok) return <Unreadable {...props} failure={opened.failure} />;
  return (
    <>
      <MessageToolbar
        message={opened.value}
        place={place}
        folders={folders}
        deletesForGood={deletesForGood(folders, place.folder)}
        newerHref={neighbour(position - 1)}
        olderHref={neighbour(position + 1)}
        action={changeMessages}
      />
      <div className="mx-auto max-w-3xl p-4 sm:p-6">
        {props.as === "source" || opened.value.isUnreadable ? (
          <Source {...props} />
        ) : (
          <Message {...props} message={opened.value} />
        )}
        <Neighbours newerHref={neighbour(position - 1)} olderHref={neighbour(position + 1)} />
      </div>
      <Arrive pane="message" memory={messageId} takesFocus />
    </>
  );
}

async function Message({
  inbox,
  mailbox,
  place,
  messageId,
  as,
  message,
}: ReadingSectionProps & { readonly message: MessageView }) {
  const t = await getTranslations("inbox.reading");
  const format = await getFormatter();
  const files = filesHref(place, messageId);
  const shows = message.html && (as === "html" || !message.text) && as !== "text" ? "html" : "text";
  const thread = readThread(inbox, mailbox.id, place, messageId);
  return (
    <ReadingPane
      message={message}
      labels={{ ...(await readingLabels()), cc: t("cc"), unreadable: t("unreadable") }}
      receivedAt={
        message.receivedAt ? (
          <time dateTime={message.receivedAt.toISOString()}>
            {format.dateTime(message.receivedAt, { dateStyle: "long", timeStyle: "short" })}
          </time>
        ) : null
      }
      frameAction={MESSAGE_FRAME_PATH}
      rawUrl={files.raw}
      attachmentUrl={files.attachment}
      describeSize={({ encodedBytes }) => formatFileSize(format, encodedBytes * SAVED_SHARE)}
      text={messageWords(message)}
      view={
        message.html
          ? { shows, otherHref: messageHref(place, messageId, { as: shows === "html" ? "text" : "html" }) }
          : null
      }
      lead={
        await prompt(
          thread.then((messages) => (
            <Conversation messages={messages} place={place} openId={messageId} now={new Date()} />
          )),
          { fallback: null, isWaitedFor: false },
        )
      }
      actions={
        <LinkButton href={messageHref(place, messageId, { as: "source" })} tone="quiet">
          {t("showSource")}
        </LinkButton>
      }
    />
  );
}

/** Base64 makes four letters of three bytes. */
const SAVED_SHARE = 3 / 4;

/** A conversation that cannot be found now is no reason not to show the message. */
async function readThread(
  { actor, context }: OpenInbox,
  mailboxId: string,
  { folder }: InboxPlace,
  name: string,
) {
  const messageId = messageIdSchema.safeParse(name);
  if (!messageId.success) return [];
  const thread = await getThread(context, actor, { mailboxId, folder, messageId: messageId.data });
  return thread.ok ? thread.value : [];
}

/** The message as it was sent: what is left of one that cannot be shown, and what the curious ask for. */
async function Source({ inbox, mailbox, place, messageId, opened }: ReadingSectionProps) {
  const t = await getTranslations("inbox.reading");
  const found = messageIdSchema.safeParse(messageId);
  const source = found.success ? await readSource(inbox, mailbox.id, place, found.data) : null;
  const isUnreadable = !opened.ok || opened.value.isUnreadable;
  return (
    <article className="grid grid-cols-1 gap-4" aria-labelledby="message-subject">
      <h2
        id="message-subject"
        tabIndex={-1}
        className="text-xl font-semibold [overflow-wrap:anywhere]"
        dir="auto"
      >
        {(opened.ok && opened.value.subject) || t("sourceTitle")}
      </h2>
      <Notice tone={isUnreadable ? "warn" : "info"}>{t(isUnreadable ? "unreadable" : "sourceNotice")}</Notice>
      {source?.ok ? (
        <>
          <pre
            className="max-w-full overflow-x-auto whitespace-pre-wrap rounded-lg bg-sunken p-4 font-mono text-sm [overflow-wrap:anywhere]"
            data-message-source
          >
            {source.value.text}
          </pre>
          {source.value.isCut ? <p className="text-sm text-ink-soft">{t("sourceCut")}</p> : null}
        </>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <LinkButton href={filesHref(place, messageId).raw} download data-raw>
          {t("raw")}
        </LinkButton>
        {isUnreadable ? null : (
          <LinkButton href={messageHref(place, messageId)} tone="quiet">
            {t("showMessage")}
          </LinkButton>
        )}
      </div>
    </article>
  );
}

async function readSource(
  { actor, context }: OpenInbox,
  mailboxId: string,
  { folder }: InboxPlace,
  messageId: MessageId,
) {
  return getMessageSource(context, actor, { mailboxId, folder, messageId });
}

async function Unreadable(props: ReadingSectionProps & { readonly failure: MessageFailure }) {
  const { place, failure } = props;
  const t = await getTranslations("inbox.reading");
  if (failure.reason === "message-too-complex") {
    return (
      <div className="mx-auto max-w-3xl p-4 sm:p-6">
        <Source {...props} />
      </div>
    );
  }
  return (
    <div className="mx-auto grid max-w-3xl justify-items-start gap-3 p-4 sm:p-6" data-problem>
      <Notice tone="warn" title={t("failed")}>
        <p>{await describeFailure(failure)}</p>
      </Notice>
      <LinkButton href={listHref(place, { before: place.before })}>{t("back")}</LinkButton>
    </div>
  );
}
