import { ArrowLeft } from "lucide-react";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { describeFailure } from "@/app/describe-failure";
import { readingLabels } from "@/app/reading-labels";
import { ReadingPane } from "@/components/messages/reading-pane";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { getMessage } from "@/lib/messages/get-message";
import { messageWords } from "@/lib/messages/message-words";
import { messageSchema } from "@/lib/messages/schema";
import { MESSAGE_FRAME_PATH } from "@/lib/web/message-frame";
import { getMessagesContext } from "@/lib/web/messages-context";
import { findMailboxOwner } from "@/lib/web/owner-secret-cookie";
import type { Base } from "./place";

export interface MessageSearch {
  /** `text`: the words of a message that has HTML. */
  readonly as?: string;
}

interface MessageProps {
  readonly base: Base;
  readonly id: string;
  readonly uid: string;
  readonly search: MessageSearch;
}

/** One message of a temporary address. */
export async function Message({ base, id, uid, search }: MessageProps) {
  const { actor, ownerSecret } = await findMailboxOwner();
  const input = messageSchema.safeParse({ mailboxId: id, messageId: uid, ownerSecret });
  if (!input.success) notFound();
  const found = await getMessage(await getMessagesContext(), actor, input.data);
  if (!found.ok && found.failure.reason === "not-found") notFound();
  const t = await getTranslations("temporary.message");
  const inbox = await getTranslations("temporary.inbox");
  const place = `${base}/${input.data.mailboxId}`;
  // Files come from one place, whoever asks: it knows a visitor by the same secret.
  const files = `/temporary-mailboxes/${input.data.mailboxId}/messages/${uid}`;
  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <LinkButton href={place} tone="quiet" className="-ms-4">
          <ArrowLeft size={18} className="rtl:-scale-x-100" />
          {t("back")}
        </LinkButton>
      </div>
      <h1 className="sr-only">{t("title")}</h1>
      {found.ok ? (
        <div className="rounded-xl border border-line bg-surface p-4 sm:p-6">
          <ReadingPane
            message={found.value}
            labels={{ ...(await readingLabels()), unreadable: inbox("unreadable") }}
            receivedAt={await formatReceived(found.value.receivedAt)}
            frameAction={MESSAGE_FRAME_PATH}
            rawUrl={`${files}/raw`}
            attachmentUrl={(part) => `${files}/attachments/${part}`}
            text={messageWords(found.value)}
            view={found.value.html ? viewOf(`${place}/messages/${uid}`, search) : null}
          />
        </div>
      ) : (
        <>
          <Notice tone="warn" title={t("failed")}>
            <p>{await describeFailure(found.failure)}</p>
          </Notice>
          {found.failure.reason === "message-too-complex" ? (
            <div>
              <LinkButton href={`${files}/raw`} download>
                {t("raw")}
              </LinkButton>
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}

function viewOf(place: string, { as }: MessageSearch) {
  return as === "text"
    ? ({ shows: "text", otherHref: place } as const)
    : ({ shows: "html", otherHref: `${place}?as=text` } as const);
}

async function formatReceived(at: Date | null): Promise<string> {
  const format = await getFormatter();
  return at ? format.dateTime(at, { dateStyle: "long", timeStyle: "short" }) : "";
}
