import { Copy, Trash2 } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { DialogLink } from "@/components/ui/dialog-link";
import { Moment } from "@/components/ui/moment";
import { Notice } from "@/components/ui/notice";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import type { MailboxStateName } from "@/lib/mailboxes/schema";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { BrokenAddress } from "./broken-address";
import { Countdown } from "./countdown";

interface MailboxCardProps {
  readonly mailbox: TemporaryMailboxView;
  readonly now: Date;
  /** From when on the card warns that the end is near. */
  readonly warnsAt: Date;
  /** What is being made then takes as long as the mail server is away. */
  readonly isMailServerAway: boolean;
  /** Of one that is being deleted; null when it cannot be taken back. */
  readonly undoableUntil: Date | null;
  readonly undoForm: ReactNode;
  /** Where the question about deleting has a page of its own. */
  readonly deleteHref: string;
  readonly deleteForm: ReactNode;
  readonly extendForm: ReactNode;
  readonly access: ReactNode;
}

const TONES: Record<MailboxStateName, StatusTone> = {
  pending: "busy",
  provisioning: "busy",
  active: "ok",
  disabled: "off",
  "needs-user": "bad",
  "needs-admin": "bad",
  deleting: "off",
  deleted: "off",
};

/** One temporary address: what it is called, how long it lasts, and what can be done with it. */
export async function MailboxCard(props: MailboxCardProps) {
  const { mailbox, access } = props;
  const isDeleting = mailbox.state === "deleting";
  return (
    <section
      aria-labelledby="address-title"
      className="grid grid-cols-1 gap-4 rounded-xl border border-line bg-surface p-4 sm:p-6"
      data-mailbox-state={mailbox.state}
      data-expired={mailbox.isExpired || undefined}
    >
      <Heading address={mailbox.address} isCopyable={!isDeleting} />
      <Status {...props} />
      {isDeleting ? <Deletion {...props} /> : <Expiry {...props} />}
      {isDeleting ? null : <Actions {...props} />}
      {mailbox.state === "active" && mailbox.hasPassword ? access : null}
    </section>
  );
}

async function Heading({ address, isCopyable }: { readonly address: string; readonly isCopyable: boolean }) {
  const t = await getTranslations("temporary");
  const table = await getTranslations("settingsTable");
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-3">
      <h2 id="address-title" className="min-w-0 font-mono font-medium sm:text-lg">
        <BrokenAddress address={address} />
      </h2>
      {isCopyable ? (
        <CopyButton
          text={address}
          label={table("copyAddress")}
          copiedLabel={table("copied")}
          failedLabel={table("copyFailed")}
          className="shrink-0 border border-line-strong px-3"
        >
          <Copy size={16} />
          {t("copy")}
        </CopyButton>
      ) : null}
    </div>
  );
}

async function Status({ mailbox, now, warnsAt, isMailServerAway }: MailboxCardProps) {
  const t = await getTranslations("temporary");
  const reasons = await getTranslations("mailboxReasons");
  const { state, isExpired, reason } = mailbox;
  const isOver = isExpired && state !== "deleting";
  const waits = isMailServerAway && (state === "pending" || state === "provisioning");
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div role="status">
          <StatusBadge tone={isOver ? "warn" : TONES[state]}>
            {isOver ? t("expired") : t(`states.${state}`)}
          </StatusBadge>
        </div>
        {isExpired || state === "deleting" ? null : (
          <TimeLeft mailbox={mailbox} now={now} warnsAt={warnsAt} />
        )}
      </div>
      {/* What is well needs no words: the mail below is its explanation. */}
      {state === "active" || state === "deleting" ? null : (
        <p className="max-w-prose text-ink-soft">{waits ? t("serverAway") : t(`explanations.${state}`)}</p>
      )}
      {reason && !waits ? <p className="max-w-prose text-ink-soft">{reasons(reason)}</p> : null}
    </div>
  );
}

interface TimeLeftProps {
  readonly mailbox: TemporaryMailboxView;
  readonly now: Date;
  readonly warnsAt: Date;
}

async function TimeLeft({ mailbox, now, warnsAt }: TimeLeftProps) {
  const t = await getTranslations("temporary");
  return (
    <p className="text-ink-soft">
      {t("timeLeft")}{" "}
      <span className="font-medium text-ink">
        <Countdown
          expiresAt={mailbox.expiresAt.toISOString()}
          warnsAt={warnsAt.toISOString()}
          serverNow={now.toISOString()}
        >
          <Moment at={mailbox.expiresAt} now={now} />
        </Countdown>
      </span>
    </p>
  );
}

/** Nothing until the end is near. */
async function Expiry({ mailbox, now, warnsAt }: MailboxCardProps) {
  const t = await getTranslations("temporary");
  if (!mailbox.isExpired && now < warnsAt) return null;
  const [title, explanation] = mailbox.isExpired
    ? [t("expiredTitle"), t("expiredExplanation")]
    : [t("soonTitle"), t("soonExplanation")];
  return (
    <div data-expiry-warning>
      <Notice tone="warn" title={title}>
        <p>{explanation}</p>
      </Notice>
    </div>
  );
}

async function Deletion({ undoableUntil, undoForm, now }: MailboxCardProps) {
  const t = await getTranslations("temporary");
  if (undoableUntil === null || undoableUntil <= now) {
    return <p className="max-w-prose text-ink-soft">{t("explanations.deleting")}</p>;
  }
  return (
    <>
      <p className="max-w-prose text-ink-soft">
        {t("deletionUndoable")} <Moment at={undoableUntil} now={now} />.
      </p>
      {undoForm}
    </>
  );
}

async function Actions({ deleteHref, deleteForm, extendForm }: MailboxCardProps) {
  const t = await getTranslations("temporary");
  return (
    <div
      // The form's answer goes below both buttons, over the whole width.
      className="flex flex-wrap items-center gap-3 [&>form]:contents [&>form>[aria-live]]:order-last [&>form>[aria-live]:not(:empty)]:basis-full"
      data-print="hide"
    >
      {extendForm}
      <DialogLink
        href={deleteHref}
        tone="quiet"
        className="text-bad-ink hover:bg-bad-soft"
        title={t("deletion.title")}
        closeLabel={t("deletion.keep")}
        label={
          <>
            <Trash2 size={18} />
            {t("delete")}
          </>
        }
      >
        {deleteForm}
      </DialogLink>
    </div>
  );
}
