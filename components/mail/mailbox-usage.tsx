import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Meter } from "@/components/ui/meter";
import { Moment } from "@/components/ui/moment";
import type { MailboxView } from "@/lib/mailboxes/mail-page";
import { formatBytes, formatMiB } from "./format-size";
import { quotaLevel } from "./quota-level";

interface MailboxUsageProps {
  readonly mailbox: MailboxView;
  readonly now: Date;
}

/** Space, messages and last sign-in, as the mail server last told them. */
export async function MailboxUsage({ mailbox, now }: MailboxUsageProps) {
  const t = await getTranslations("usage");
  const format = await getFormatter();
  return (
    <div className="grid gap-5">
      <Quota mailbox={mailbox} />
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
        <Figure name={t("messages")}>
          {mailbox.messageCount === null ? t("unknown") : format.number(mailbox.messageCount)}
        </Figure>
        <Figure name={t("lastLogin")}>
          {mailbox.lastLoginAt ? <Moment at={mailbox.lastLoginAt} now={now} /> : t("never")}
        </Figure>
        <Figure name={t("protocols")}>
          {mailbox.protocols.length > 0 ? mailbox.protocols.join(", ").toUpperCase() : t("unknown")}
        </Figure>
      </dl>
      <p
        className={mailbox.isStale ? "text-sm text-warn-ink" : "text-sm text-ink-soft"}
        data-as-of={mailbox.asOf?.toISOString()}
      >
        {mailbox.asOf ? (
          <>
            {mailbox.isStale ? t("stale") : t("asOf")} <Moment at={mailbox.asOf} now={now} />
          </>
        ) : (
          t("notYet")
        )}
      </p>
    </div>
  );
}

async function Quota({ mailbox }: { readonly mailbox: MailboxView }) {
  const t = await getTranslations("usage");
  const format = await getFormatter();
  const used = mailbox.usedBytes === null ? t("unknown") : formatBytes(format, mailbox.usedBytes);
  if (mailbox.quotaMiB === 0) {
    return <p className="text-lg">{t("unlimited", { used })}</p>;
  }
  const total = formatMiB(format, mailbox.quotaMiB);
  if (mailbox.usedPercent === null) return <p className="text-lg">{t("usedUnknown", { total })}</p>;
  const percent = mailbox.usedPercent;
  const level = quotaLevel(percent);
  return (
    <div className="grid gap-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4" data-figures>
        <span className="text-lg">{t("used", { used, total })}</span>
        <span className="text-ink-soft">{format.number(percent / 100, { style: "percent" })}</span>
      </p>
      <Meter value={Math.min(percent, 100)} max={100} level={level} label={t("meter")} />
      {level === "calm" ? null : (
        <p className={level === "full" ? "text-bad-ink" : "text-warn-ink"}>{t(`levels.${level}`)}</p>
      )}
    </div>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-ink-soft">{name}</dt>
      <dd className="text-lg">{children}</dd>
    </div>
  );
}
