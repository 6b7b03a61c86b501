import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { describeState } from "@/components/inbox/outgoing-status";
import { ShortMoment } from "@/components/inbox/short-moment";
import { BackHeader } from "@/components/ui/back-header";
import { EmptyState } from "@/components/ui/empty-state";
import { Pagination } from "@/components/ui/pagination";
import { StatusBadge } from "@/components/ui/status-badge";
import { listOutgoing } from "@/lib/sending/queries";
import { listOutgoingSchema } from "@/lib/sending/schema";
import { NoMailbox } from "../no-mailbox";
import { oneOf, openInbox } from "../open-inbox";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outgoing"))("title") };
}

interface OutgoingListPageProps {
  readonly searchParams: Promise<{
    readonly mailbox?: string | string[];
    readonly before?: string | string[];
  }>;
}

const PAGE_LENGTH = 50;

/** Everything that was sent here within a month, and what waits for a decision. */
export default async function OutgoingListPage({ searchParams }: OutgoingListPageProps) {
  const search = await searchParams;
  const inbox = await openInbox(search.mailbox);
  const { mailbox } = inbox;
  if (!mailbox) return <NoMailbox />;
  const input = listOutgoingSchema.safeParse({
    mailboxId: mailbox.id,
    limit: PAGE_LENGTH,
    cursor: oneOf(search.before),
  });
  const page = input.success ? await listOutgoing(inbox.context, inbox.actor, input.data) : null;
  if (!page?.ok) notFound();
  const t = await getTranslations("outgoing");
  const { messages, nextCursor } = page.value;
  const here = `/inbox/outgoing?mailbox=${mailbox.id}`;
  return (
    <div className="mx-auto grid w-full max-w-3xl grid-cols-1 gap-4 p-4 sm:p-6" data-width="full">
      <BackHeader href={`/inbox/inbox?mailbox=${mailbox.id}`} label={t("back")}>
        {t("title")}
      </BackHeader>
      <p className="max-w-prose text-sm text-ink-soft">{t("explanation")}</p>
      {messages.length === 0 ? (
        <EmptyState>{t("empty")}</EmptyState>
      ) : (
        <ul className="grid grid-cols-1 rounded-xl border border-line bg-surface">
          {messages.map((message) => {
            const { tone, label } = describeState(message.state, t);
            return (
              <li
                key={message.id}
                className="border-t border-line first:border-t-0"
                data-outgoing={message.id}
              >
                <a
                  href={`/inbox/outgoing/${message.id}`}
                  className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-sunken"
                >
                  <span className="min-w-0 grow basis-56">
                    <bdi className="block truncate font-medium">{message.subject || t("noSubject")}</bdi>
                    <bdi className="block truncate text-sm text-ink-soft">
                      {[...message.to, ...message.cc, ...message.bcc]
                        .map(({ name, address }) => name || address)
                        .join(", ")}
                    </bdi>
                  </span>
                  <StatusBadge tone={tone}>{label}</StatusBadge>
                  <span className="text-xs text-ink-soft">
                    <ShortMoment at={message.sentAt ?? message.createdAt} now={new Date()} />
                  </span>
                </a>
              </li>
            );
          })}
        </ul>
      )}
      <Pagination
        label={t("pages")}
        first={oneOf(search.before) ? { href: here, label: t("newest") } : null}
        next={nextCursor ? { href: `${here}&before=${nextCursor}`, label: t("older") } : null}
      />
    </div>
  );
}
