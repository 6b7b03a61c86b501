import { ArrowLeft, Paperclip, Trash2 } from "lucide-react";
import type { Metadata } from "next";
import { getFormatter, getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { ComposeForm } from "@/components/inbox/compose-form";
import { formatBytes } from "@/components/mail/format-size";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { SenderFailure } from "@/lib/sending/find-sender";
import { MAX_ATTACHMENT_BYTES } from "@/lib/sending/policy";
import { listSendAddresses } from "@/lib/sending/queries";
import { NoMailbox } from "../no-mailbox";
import { NoticeToast } from "../notice-toast";
import { oneOf, openInbox } from "../open-inbox";
import { saveQuietly, submitCompose } from "./actions";
import { beginCompose } from "./begin-compose";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("compose"))("title.new") };
}

interface ComposePageProps {
  readonly searchParams: Promise<{
    readonly mailbox?: string | string[];
    readonly mode?: string | string[];
    readonly folder?: string | string[];
    readonly message?: string | string[];
    readonly to?: string | string[];
  }>;
}

export default async function ComposePage({ searchParams }: ComposePageProps) {
  const search = await searchParams;
  const inbox = await openInbox(search.mailbox);
  const { mailbox } = inbox;
  if (!mailbox) return <NoMailbox />;
  const t = await getTranslations("compose");
  const addresses = await listSendAddresses(inbox.context, inbox.actor, { mailboxId: mailbox.id });
  if (!addresses.ok) return <CannotSend failure={addresses.failure} />;
  const own = addresses.value.map(({ address }) => address);
  const asked = {
    mode: oneOf(search.mode),
    folder: oneOf(search.folder),
    messageId: oneOf(search.message),
    to: oneOf(search.to),
  };
  const start = await beginCompose(inbox, mailbox.id, own, asked);
  const format = await getFormatter();
  return (
    <div className="mx-auto grid w-full max-w-3xl grid-cols-1 gap-4 p-4 sm:p-6" data-width="full">
      <header className="flex items-center gap-2">
        <LinkButton
          href={`/inbox/inbox${inbox.mailboxes.length > 1 ? `?mailbox=${mailbox.id}` : ""}`}
          tone="quiet"
          className="-ms-3 min-w-11 px-3"
          data-key="u"
          title={t("back")}
        >
          <ArrowLeft size={20} className="rtl:-scale-x-100" />
          <span className="sr-only">{t("back")}</span>
        </LinkButton>
        <h1 className="text-xl font-semibold">{t(`title.${start?.title ?? "new"}`)}</h1>
      </header>
      {start ? (
        <ComposeForm
          // The form belongs to what was asked for; a link to another one begins anew.
          key={JSON.stringify([mailbox.id, asked])}
          action={submitCompose}
          saveQuietly={saveQuietly}
          start={start}
          mailboxId={mailbox.id}
          clientKey={crypto.randomUUID()}
          addresses={own}
          signs={{ attach: <Paperclip size={18} />, remove: <Trash2 size={18} /> }}
          labels={{
            from: t("from"),
            to: t("to"),
            cc: t("cc"),
            bcc: t("bcc"),
            copies: t("copies"),
            subject: t("subject"),
            text: t("text"),
            recipientsHint: t("recipientsHint"),
            attach: t("attach"),
            attachments: t("attachments"),
            removeFile: t("removeFile", { name: "#" }),
            filesHint: t("filesHint", { size: formatBytes(format, MAX_ATTACHMENT_BYTES) }),
            send: t("send"),
            saveDraft: t("saveDraft"),
            discard: t("discard"),
            saved: t("saved", { time: "#" }),
            saving: t("saving"),
            saveFailed: t("saveFailed"),
          }}
        />
      ) : (
        <Notice tone="warn">{await describeFailure({ reason: "message-gone" })}</Notice>
      )}
      <NoticeToast place={null} openId={null} folders={null} />
    </div>
  );
}

async function CannotSend({ failure }: { readonly failure: SenderFailure }) {
  const t = await getTranslations("compose");
  const sentence =
    failure.reason === "cannot-send" ? t("problems.cannot-send") : await describeFailure(failure);
  return (
    <div className="grid justify-items-start gap-3">
      <Notice tone="warn">{sentence}</Notice>
      <LinkButton href="/inbox">{t("back")}</LinkButton>
    </div>
  );
}
