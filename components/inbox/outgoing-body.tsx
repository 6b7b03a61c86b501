import { Paperclip } from "lucide-react";
import { getFormatter, getTranslations } from "next-intl/server";
import { formatFileSize } from "@/components/messages/format-file-size";
import { LinkedText } from "@/components/messages/linked-text";
import type { OutgoingDetail, Recipient } from "@/lib/sending/schema";

/** Who it goes to, exactly as the mail server is told, and what it says for as long as that is kept. */
export async function OutgoingBody({ message }: { readonly message: OutgoingDetail }) {
  const t = await getTranslations("outgoing");
  const compose = await getTranslations("compose");
  const format = await getFormatter();
  const { body } = message;
  return (
    <section
      aria-label={t("message")}
      className="grid grid-cols-1 gap-4 rounded-xl border border-line bg-surface p-4 sm:p-6"
    >
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
        <Line name={compose("from")} people={[message.from]} />
        <Line name={compose("to")} people={message.to} />
        <Line name={compose("cc")} people={message.cc} />
        <Line name={compose("bcc")} people={message.bcc} />
      </dl>
      {message.isFromProgram ? <p className="text-sm text-ink-soft">{t("byProgram")}</p> : null}
      {body ? (
        <>
          <pre
            className="max-w-prose whitespace-pre-wrap border-t border-line pt-4 font-sans [overflow-wrap:anywhere]"
            dir="auto"
            data-outgoing-text
          >
            <LinkedText text={body.text} />
          </pre>
          {body.html ? (
            <details className="text-sm">
              <summary className="min-h-11 py-2.5 font-medium text-accent-ink">{t("html")}</summary>
              <pre className="max-h-96 overflow-auto whitespace-pre-wrap rounded-lg bg-sunken p-4 font-mono [overflow-wrap:anywhere]">
                {body.html}
              </pre>
            </details>
          ) : null}
          {body.attachments.length > 0 ? (
            <ul className="grid gap-1 text-sm">
              {body.attachments.map(({ fileName, sizeBytes }) => (
                <li key={`${fileName} ${sizeBytes}`} className="flex items-center gap-2">
                  <Paperclip size={16} className="shrink-0 text-ink-soft" />
                  <bdi className="min-w-0 [overflow-wrap:anywhere]">{fileName}</bdi>
                  <span className="shrink-0 text-ink-soft">{formatFileSize(format, sizeBytes)}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
    </section>
  );
}

function Line({ name, people }: { readonly name: string; readonly people: readonly Recipient[] }) {
  if (people.length === 0) return null;
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="[overflow-wrap:anywhere]" dir="auto">
        {people.map(({ name: person, address }) => (person ? `${person} <${address}>` : address)).join(", ")}
      </dd>
    </>
  );
}
