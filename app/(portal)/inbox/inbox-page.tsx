import { SquarePen } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Arrive } from "@/components/inbox/arrive";
import { FolderList } from "@/components/inbox/folder-list";
import { InboxFrame } from "@/components/inbox/inbox-frame";
import { composeHref, type InboxPlace, listHref } from "@/components/inbox/inbox-place";
import { ListHeader } from "@/components/inbox/list-header";
import { MailboxSwitch } from "@/components/inbox/mailbox-switch";
import { nameFolder } from "@/components/inbox/name-folder";
import { SearchForm } from "@/components/inbox/search-form";
import { ShortcutButton } from "@/components/inbox/shortcut-button";
import { LinkButton } from "@/components/ui/link-button";
import { Skeleton } from "@/components/ui/skeleton";
import type { Result } from "@/lib/errors/result";
import type { OwnMailbox } from "@/lib/mailboxes/list-own-mailboxes";
import { listFolders } from "@/lib/messages/list-folders";
import type { FolderView, MessageFailure } from "@/lib/messages/schema";
import { countOutgoing } from "./count-outgoing";
import { InboxProblem } from "./inbox-problem";
import { ListPane } from "./list-pane";
import { NoMailbox } from "./no-mailbox";
import { NoticeToast } from "./notice-toast";
import { type InboxSearch, type OpenInbox, oneOf, openInbox, readPlace } from "./open-inbox";
import { prompt } from "./prompt";
import { type ListedPage, readList } from "./read-list";
import { NothingOpen, openMessage, ReadingSection } from "./reading-section";

interface InboxPageProps {
  /** Of the URL. */
  readonly segment: string;
  /** Null where only the list is asked for. */
  readonly messageId: string | null;
  readonly search: InboxSearch;
}

/** Folders, one page of a list, and one message or none: what the URL says. */
export async function InboxPage({ segment, messageId, search }: InboxPageProps) {
  const inbox = await openInbox(search.mailbox);
  const { mailbox } = inbox;
  if (!mailbox) return <NoMailbox />;
  const place = readPlace(segment, search, inbox);
  const t = await getTranslations("inbox");
  const isWaitedFor = oneOf(search.wait) !== undefined;
  // One after the other, as the mailbox's one connection takes them: reading marks a message, which the rest shows.
  const opened =
    messageId === null ? Promise.resolve(null) : openMessage(inbox, mailbox.id, place, messageId);
  const listed = opened.then(() => readList(inbox, mailbox.id, place));
  const folders = listed.then(() => listFolders(inbox.context, inbox.actor, { mailboxId: mailbox.id }));
  const waiting = { isWaitedFor, fallback: <Waiting href={listHref(place)} /> };
  const part = { inbox, mailbox, place };
  const [folderPane, listPane, readingPane] = await Promise.all([
    prompt(
      folders.then((found) => (found.ok ? <Folders {...part} folders={found.value} /> : null)),
      waiting,
    ),
    prompt(
      Promise.all([listed, folders]).then(([page, known]) => (
        <List {...part} page={page} folders={known.ok ? known.value : []} openId={messageId} />
      )),
      waiting,
    ),
    prompt(
      Promise.all([opened, listed, folders]).then(([message, page, known]) =>
        message === null || messageId === null ? (
          <NothingOpen />
        ) : (
          <ReadingSection
            {...part}
            messageId={messageId}
            as={oneOf(search.as)}
            opened={message}
            listed={page.ok ? page.value.messages : []}
            folders={known.ok ? known.value : []}
          />
        ),
      ),
      waiting,
    ),
  ]);
  return (
    <>
      <InboxFrame
        title={`${t("title")} ${mailbox.address}`}
        shows={messageId === null ? "list" : "message"}
        listLabel={t("list.label")}
        readingLabel={t("reading.label")}
        folders={
          <>
            <FolderPaneTop {...part} />
            {folderPane}
            <ShortcutButton />
          </>
        }
        list={listPane}
        reading={readingPane}
      />
      <NoticeToast place={place} openId={messageId} folders={folders} />
    </>
  );
}

interface PartProps {
  readonly inbox: OpenInbox;
  readonly mailbox: OwnMailbox;
  readonly place: InboxPlace;
}

interface ListProps extends PartProps {
  readonly page: Result<ListedPage, MessageFailure>;
  readonly folders: readonly FolderView[];
  readonly openId: string | null;
}

function List({ page, openId, ...part }: ListProps) {
  const { mailbox, place, folders } = part;
  return (
    <>
      <ListTop {...part} />
      {page.ok ? (
        <ListPane page={page.value} place={place} folders={folders} openId={openId} />
      ) : (
        <div className="p-4">
          <InboxProblem failure={page.failure} place={place} mailboxId={mailbox.id} />
        </div>
      )}
      <Arrive pane="list" memory={listHref(place, { before: place.before })} takesFocus={openId === null} />
    </>
  );
}

async function FolderPaneTop({ inbox, mailbox, place }: PartProps) {
  const t = await getTranslations("inbox");
  return (
    <>
      <LinkButton href={composeHref(place.mailbox)} tone="primary" className="mb-3 w-full" data-key="c">
        <SquarePen size={18} />
        {t("compose")}
      </LinkButton>
      <Mailboxes inbox={inbox} mailbox={mailbox} />
    </>
  );
}

async function Folders({
  inbox,
  mailbox,
  place,
  folders,
}: PartProps & { readonly folders: readonly FolderView[] }) {
  return (
    <FolderList
      folders={folders}
      place={place}
      outgoing={{
        href: `/inbox/outgoing?mailbox=${mailbox.id}`,
        count: await countOutgoing(inbox, mailbox.id),
        isHere: false,
      }}
      rulesHref={`/inbox/rules?mailbox=${mailbox.id}`}
    />
  );
}

function Mailboxes({ inbox, mailbox }: Pick<PartProps, "inbox" | "mailbox">) {
  return (
    <MailboxSwitch
      selectedId={mailbox.id}
      mailboxes={inbox.mailboxes.map(({ id, address }) => ({
        id,
        address,
        href: `/inbox/inbox?mailbox=${id}`,
      }))}
    />
  );
}

async function ListTop({
  inbox,
  mailbox,
  place,
  folders,
}: PartProps & { readonly folders: readonly FolderView[] }) {
  const t = await getTranslations("inbox.folders");
  const folder = folders.find(({ key }) => key === place.folder);
  return (
    <div className="grid grid-cols-1 gap-2 border-b border-line p-4 pb-2 lg:p-3 lg:pb-1.5">
      <ListHeader
        name={folder ? nameFolder(folder, t) : place.folder === "inbox" ? t("names.inbox") : place.folder}
        unread={folder && folder.role !== "drafts" ? folder.unread : 0}
        composeHref={composeHref(place.mailbox)}
        folders={
          <>
            <Mailboxes inbox={inbox} mailbox={mailbox} />
            <Folders inbox={inbox} mailbox={mailbox} place={place} folders={folders} />
            <ShortcutButton />
          </>
        }
      />
      <SearchForm place={place} />
    </div>
  );
}

async function Waiting({ href }: { readonly href: string }) {
  const t = await getTranslations("inbox");
  return (
    <div className="grid gap-3 p-4">
      <Skeleton rows={6} label={t("loading")} />
      <noscript>
        <a className="link" href={`${href}${href.includes("?") ? "&" : "?"}wait=1`}>
          {t("loadWithoutScript")}
        </a>
      </noscript>
    </div>
  );
}
