import { getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { InboxList } from "@/components/temporary-mailboxes/inbox-list";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { findOneTimeCode } from "@/lib/messages/find-one-time-code";
import { listMessages } from "@/lib/messages/list-messages";
import { cursorSchema } from "@/lib/messages/schema";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { getMessagesContext } from "@/lib/web/messages-context";
import type { MailboxOwner } from "@/lib/web/owner-secret-cookie";

export interface InboxProps {
  readonly mailbox: TemporaryMailboxView;
  readonly owner: MailboxOwner;
  /** The address's own page. */
  readonly place: string;
  readonly before: string | undefined;
}

const PAGE_LENGTH = 20;

/** The mail of one address, asked of the mail server while the page is drawn. */
export async function Inbox({ mailbox, owner, place, before }: InboxProps) {
  const t = await getTranslations("temporary.inbox");
  const cursor = cursorSchema.safeParse(before);
  const page = await listMessages(await getMessagesContext(), owner.actor, {
    mailboxId: mailbox.id,
    ownerSecret: owner.ownerSecret,
    limit: PAGE_LENGTH,
    cursor: cursor.success ? cursor.data : undefined,
  });
  if (!page.ok) {
    return (
      <div className="grid justify-items-start gap-3">
        <Notice tone="warn" title={t("failed")}>
          <p>{await describeFailure(page.failure)}</p>
        </Notice>
        <LinkButton href={place}>{t("retry")}</LinkButton>
      </div>
    );
  }
  const { messages, nextCursor, total } = page.value;
  return (
    <InboxList
      messages={messages.map((message) => ({
        ...message,
        oneTimeCode: findOneTimeCode(message.subject, ""),
      }))}
      total={total}
      place={place}
      olderHref={nextCursor ? `${place}?before=${nextCursor}` : null}
      newestHref={cursor.success ? place : null}
      now={new Date()}
    />
  );
}
