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
import { Countdown } from "./countdown";

interface MailboxCardProps {
  readonly mailbox: TemporaryMailboxView;
  readonly now: Date;
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
  const { mailbox, now, access } = props;
  const t = await getTranslations("temporary");
  const reasons = await getTranslations("mailboxReasons");
  const table = await getTranslations("settingsTable");
  return (
    <section
      aria-labelledby="address-title"
      className="grid grid-cols-1 gap-4 rounded-xl border border-line bg-surface p-4 sm:p-6"
      data-mailbox-state={mailbox.state}
    >
      <div className="flex items-start justify-between gap-2">
        <h2 id="address-title" className="min-w-0 pt-1.5 font-mono text-lg font-medium break-all sm:text-xl">
          {mailbox.address}
        </h2>
        <CopyButton
          text={mailbox.address}
          label={table("copyAddress")}
          copiedLabel={table("copied")}
          failedLabel={table("copyFailed")}
          className="shrink-0 border border-line-strong px-3"
        >
          <Copy size={16} />
          {t("copy")}
        </CopyButton>
      </div>
      <div className="grid gap-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div role="status">
            <StatusBadge tone={mailbox.isExpired ? "warn" : TONES[mailbox.state]}>
              {mailbox.isExpired && mailbox.state !== "deleting"
                ? t("expired")
                : t(`states.${mailbox.state}`)}
            </StatusBadge>
          </div>
          {mailbox.isExpired || mailbox.state === "deleting" ? null : (
            <TimeLeft mailbox={mailbox} now={now} />
          )}
        </div>
        {mailbox.isExpired ? null : <p className="text-ink-soft">{t(`explanations.${mailbox.state}`)}</p>}
        {mailbox.reason ? <p className="text-ink-soft">{reasons(mailbox.reason)}</p> : null}
      </div>
      {mailbox.isExpired && mailbox.state !== "deleting" ? (
        <Notice tone="warn" title={t("expiredTitle")}>
          <p>{t("expiredExplanation")}</p>
        </Notice>
      ) : null}
      {mailbox.state === "deleting" ? null : <Actions {...props} />}
      {mailbox.state === "active" && mailbox.hasPassword ? access : null}
    </section>
  );
}

async function TimeLeft({ mailbox, now }: { readonly mailbox: TemporaryMailboxView; readonly now: Date }) {
  const t = await getTranslations("temporary");
  const isSoon = mailbox.expiresAt.getTime() - now.getTime() < 3_600_000;
  return (
    <p className={isSoon ? "text-warn-ink" : "text-ink-soft"}>
      {t("timeLeft")}{" "}
      <span className="font-medium text-ink">
        <Countdown expiresAt={mailbox.expiresAt.toISOString()} serverNow={now.toISOString()}>
          <Moment at={mailbox.expiresAt} now={now} />
        </Countdown>
      </span>
    </p>
  );
}

async function Actions({ deleteHref, deleteForm, extendForm }: MailboxCardProps) {
  const t = await getTranslations("temporary");
  return (
    <div className="flex flex-wrap items-start gap-3" data-print="hide">
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
