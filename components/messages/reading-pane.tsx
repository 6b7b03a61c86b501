import { Download, Paperclip } from "lucide-react";
import type { ReactNode } from "react";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import type { Correspondent, MessageView } from "@/lib/messages/schema";
import { MessageFrame } from "./message-frame";
import { OneTimeCode } from "./one-time-code";

export interface ReadingPaneLabels {
  readonly noSubject: string;
  readonly from: string;
  readonly to: string;
  readonly received: string;
  readonly unknownSender: string;
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
}

interface ReadingPaneProps {
  readonly message: MessageView;
  readonly labels: ReadingPaneLabels;
  /** Already in the reader's language and time zone. */
  readonly receivedAt: ReactNode;
  readonly frameAction: string;
  readonly rawUrl: string;
  readonly attachmentUrl: (partNumber: string) => string;
  /** Delete and the like. */
  readonly actions?: ReactNode;
}

/**
 * One message. Everything the sender wrote is text to React, except the HTML, which goes behind the three walls; where
 * a message brings both, HTML is shown. Knows no route and no language, so every inbox can use it.
 */
export function ReadingPane(props: ReadingPaneProps) {
  const { message, labels } = props;
  return (
    <article className="grid gap-5" aria-labelledby="message-subject">
      <header className="grid gap-3">
        <h2 id="message-subject" className="text-xl font-semibold [overflow-wrap:anywhere]" dir="auto">
          {message.subject || labels.noSubject}
        </h2>
        <dl className="grid gap-1 text-sm">
          <Line label={labels.from}>
            {message.from ? formatCorrespondent(message.from) : labels.unknownSender}
          </Line>
          <Line label={labels.to}>{message.to.map(formatCorrespondent).join(", ")}</Line>
          <Line label={labels.received}>{props.receivedAt}</Line>
        </dl>
        <div className="flex flex-wrap gap-3" data-print="hide">
          {props.actions}
          <LinkButton href={props.rawUrl} tone="quiet" download>
            <Download size={18} />
            {labels.raw}
          </LinkButton>
        </div>
      </header>
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
    </article>
  );
}

function Body({ message, labels, frameAction }: ReadingPaneProps) {
  if (message.html) {
    return (
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
    );
  }
  if (!message.text?.trim()) return <p>{labels.empty}</p>;
  return (
    <pre className="whitespace-pre-wrap font-sans [overflow-wrap:anywhere]" dir="auto">
      {message.text}
    </pre>
  );
}

function Attachments({ message, labels, attachmentUrl }: ReadingPaneProps) {
  if (message.attachments.length === 0) return null;
  return (
    <section className="grid gap-2" aria-labelledby="message-attachments">
      <h3 id="message-attachments" className="font-medium">
        {labels.attachments}
      </h3>
      <ul className="grid gap-1">
        {message.attachments.map((attachment) => (
          <li key={attachment.partNumber}>
            <a
              className="link inline-flex min-h-11 items-center gap-2"
              href={attachmentUrl(attachment.partNumber)}
              download
            >
              <Paperclip size={16} />
              <bdi className="[overflow-wrap:anywhere]">{attachment.fileName}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Line({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="shrink-0 text-ink-soft">{label}</dt>
      <dd className="[overflow-wrap:anywhere]" dir="auto">
        {children}
      </dd>
    </div>
  );
}

/** The address always shows: a name can be anybody's. */
function formatCorrespondent({ name, address }: Correspondent): string {
  return name ? `${name} <${address}>` : address;
}
