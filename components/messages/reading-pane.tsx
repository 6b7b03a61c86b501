import { Download, Palette, Paperclip, TextAlignStart } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { AttachmentView, Correspondent, MessageView } from "@/lib/messages/schema";
import { LinkedText } from "./linked-text";
import { MessageFrame } from "./message-frame";
import { OneTimeCode } from "./one-time-code";

export interface ReadingPaneLabels {
  readonly noSubject: string;
  readonly from: string;
  readonly to: string;
  /** Only where copies are shown. */
  readonly cc?: string;
  readonly received: string;
  readonly unknownSender: string;
  readonly unreadable: string;
  readonly empty: string;
  readonly cut: string;
  readonly attachments: string;
  readonly raw: string;
  readonly code: string;
  readonly copyCode: string;
  readonly copied: string;
  readonly copyFailed: string;
  readonly frame: string;
  readonly remoteImages: string;
  readonly showRemoteImages: string;
  readonly showText: string;
  readonly showHtml: string;
  /** "Without JavaScript this message can be read as text only." */
  readonly needsScript: string;
}

interface ReadingPaneProps {
  readonly message: MessageView;
  readonly labels: ReadingPaneLabels;
  /** Already in the reader's language and time zone. */
  readonly receivedAt: ReactNode;
  readonly frameAction: string;
  readonly rawUrl: string;
  readonly attachmentUrl: (partNumber: string) => string;
  /** The words alone; shown unless `view` says HTML. */
  readonly text: string;
  /** Of a message with HTML: which of the two is shown, and where the other one is. */
  readonly view: { readonly shows: "html" | "text"; readonly otherHref: string } | null;
  /** Delete and the like. */
  readonly actions?: ReactNode;
  /** Between the people and the text. */
  readonly lead?: ReactNode;
  /** Of an attachment as it will be saved, in words. */
  readonly describeSize?: (attachment: AttachmentView) => string;
}

/**
 * One message. Everything the sender wrote is text to React, except the HTML, which goes behind the three walls; where
 * a message brings both, HTML is shown unless text is asked for. Knows no route and no language, so every inbox can
 * use it.
 */
export function ReadingPane(props: ReadingPaneProps) {
  const { message, labels } = props;
  return (
    <article className="grid grid-cols-1 gap-5" aria-labelledby="message-subject">
      <header className="grid grid-cols-1 gap-3">
        <h2
          id="message-subject"
          tabIndex={-1}
          className="text-xl font-semibold [overflow-wrap:anywhere]"
          dir="auto"
        >
          {message.subject || labels.noSubject}
        </h2>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          <Line label={labels.from}>
            {message.from ? formatCorrespondent(message.from) : labels.unknownSender}
          </Line>
          {message.to.length > 0 ? (
            <Line label={labels.to}>{message.to.map(formatCorrespondent).join(", ")}</Line>
          ) : null}
          {labels.cc && message.cc.length > 0 ? (
            <Line label={labels.cc}>{message.cc.map(formatCorrespondent).join(", ")}</Line>
          ) : null}
          <Line label={labels.received}>{props.receivedAt}</Line>
        </dl>
      </header>
      {props.lead}
      {message.isUnreadable ? <Notice tone="warn">{labels.unreadable}</Notice> : null}
      {message.oneTimeCode ? (
        <OneTimeCode
          code={message.oneTimeCode}
          labels={{
            title: labels.code,
            copy: labels.copyCode,
            copied: labels.copied,
            copyFailed: labels.copyFailed,
          }}
        />
      ) : null}
      {message.isCut ? <Notice tone="info">{labels.cut}</Notice> : null}
      <Body {...props} />
      <Attachments {...props} />
      <Choices {...props} />
    </article>
  );
}

function Body({ message, labels, frameAction, text, view }: ReadingPaneProps) {
  if (!message.html || view?.shows !== "html") return <PlainText text={text} empty={labels.empty} />;
  return (
    <>
      <div data-needs-script>
        <MessageFrame
          html={message.html}
          inlineImages={message.inlineImages}
          action={frameAction}
          labels={{
            frame: labels.frame,
            remoteImages: labels.remoteImages,
            showRemoteImages: labels.showRemoteImages,
          }}
        />
      </div>
      <noscript>
        <p className="mb-3">{labels.needsScript}</p>
        <LinkButton href={view.otherHref}>{labels.showText}</LinkButton>
      </noscript>
    </>
  );
}

function PlainText({ text, empty }: { readonly text: string; readonly empty: string }) {
  if (text.trim() === "") return <p className="text-ink-soft">{empty}</p>;
  return (
    <pre
      className="max-w-prose whitespace-pre-wrap font-sans [overflow-wrap:anywhere]"
      dir="auto"
      data-message-text
    >
      {/* Without the empty lines at its head, of which HTML parsers swallow the first. */}
      <LinkedText text={text.replace(/^\s*\n/, "")} />
    </pre>
  );
}

function Attachments({ message, labels, attachmentUrl, describeSize }: ReadingPaneProps) {
  if (message.attachments.length === 0) return null;
  return (
    <section className="grid gap-2 border-t border-line pt-4" aria-labelledby="message-attachments">
      <h3 id="message-attachments" className="font-medium">
        {labels.attachments}
      </h3>
      <ul className="grid gap-2 sm:grid-cols-2">
        {message.attachments.map((attachment) => (
          <li key={attachment.partNumber} className="min-w-0">
            <a
              className="flex min-h-11 items-center gap-3 rounded-lg border border-line px-3 py-2 hover:bg-sunken"
              href={attachmentUrl(attachment.partNumber)}
              download
              data-attachment
            >
              <Paperclip size={16} className="shrink-0 text-ink-soft" />
              <span className="min-w-0">
                <bdi className="block [overflow-wrap:anywhere]">{attachment.fileName}</bdi>
                <span className="block text-sm text-ink-soft [overflow-wrap:anywhere]">
                  {describeSize?.(attachment) ?? attachment.mimeType}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Choices({ labels, rawUrl, view, actions }: ReadingPaneProps) {
  return (
    <footer className="-mb-2 border-t border-line pt-2" data-print="hide">
      {/* The words line up with the text above; the room for a finger reaches past it. */}
      <div className="-mx-4 flex flex-wrap">
        {actions}
        <LinkButton href={rawUrl} tone="quiet" download>
          <Download size={18} />
          {labels.raw}
        </LinkButton>
        {view ? (
          <LinkButton href={view.otherHref} tone="quiet" data-needs-script>
            {view.shows === "text" ? <Palette size={18} /> : <TextAlignStart size={18} />}
            {view.shows === "text" ? labels.showHtml : labels.showText}
          </LinkButton>
        ) : null}
      </div>
    </footer>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{label}</dt>
      <dd className="[overflow-wrap:anywhere]" dir="auto">
        {children}
      </dd>
    </>
  );
}

/** The address always shows: a name can be anybody's. */
function formatCorrespondent({ name, address }: Correspondent): string {
  return name ? `${name} <${address}>` : address;
}
