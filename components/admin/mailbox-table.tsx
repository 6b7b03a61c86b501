import { getFormatter, getTranslations } from "next-intl/server";
import { formatBytes, formatMiB } from "@/components/mail/format-size";
import { Moment } from "@/components/ui/moment";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import { type SortDirection, Table } from "@/components/ui/table";
import type { MailboxStateName } from "@/lib/mailboxes/schema";
import type { FoundMailbox, MailboxSort } from "@/lib/mailboxes/search-mailboxes";
import { AddressText } from "./address-text";

interface MailboxTableProps {
  readonly mailboxes: readonly FoundMailbox[];
  readonly now: Date;
  /** Absent where nothing is chosen or sorted. */
  readonly choice?: {
    readonly sort: MailboxSort;
    readonly sortHref: (sort: MailboxSort) => string;
  };
}

const TONES: Record<MailboxStateName, StatusTone> = {
  pending: "busy",
  provisioning: "busy",
  active: "ok",
  disabled: "off",
  "needs-user": "warn",
  "needs-admin": "bad",
  deleting: "off",
  deleted: "off",
};

/** Mailboxes as admins see them; with a box before each where several can be chosen. */
export async function MailboxTable({ mailboxes, now, choice }: MailboxTableProps) {
  const t = await getTranslations("admin.mailboxes");
  const sortBy = (sort: MailboxSort, reverse: MailboxSort | null, direction: SortDirection) => {
    if (!choice) return {};
    const isNow = choice.sort === sort;
    const isReversed = reverse !== null && choice.sort === reverse;
    const opposite: SortDirection = direction === "ascending" ? "descending" : "ascending";
    return {
      sort: {
        href: choice.sortHref(isNow && reverse ? reverse : sort),
        direction: isNow ? direction : isReversed ? opposite : null,
      },
    };
  };
  return (
    <Table
      caption={t("title")}
      columns={[
        { name: "address", title: t("address"), ...sortBy("address", null, "ascending") },
        { name: "state", title: t("state") },
        { name: "owner", title: t("owner") },
        { name: "space", title: t("space"), isNumber: true },
        { name: "created", title: t("created"), ...sortBy("newest", "oldest", "descending") },
        { name: "expires", title: t("expires"), ...sortBy("expiry", null, "ascending") },
      ]}
      rows={mailboxes.map((mailbox) => ({
        key: mailbox.id,
        cells: [
          <Address key="address" mailbox={mailbox} canChoose={choice !== undefined} />,
          <State key="state" mailbox={mailbox} />,
          <span key="owner" className="text-sm wrap-anywhere">
            {mailbox.owner === mailbox.address ? t("ownAccount") : (mailbox.owner ?? t("visitor"))}
          </span>,
          <Space key="space" mailbox={mailbox} />,
          <Moment key="created" at={mailbox.createdAt} now={now} />,
          mailbox.expiresAt ? <Moment key="expires" at={mailbox.expiresAt} now={now} /> : t("never"),
        ],
      }))}
    />
  );
}

async function Address({
  mailbox,
  canChoose,
}: {
  readonly mailbox: FoundMailbox;
  readonly canChoose: boolean;
}) {
  const t = await getTranslations("admin.mailboxes");
  const text = mailbox.address ? <AddressText address={mailbox.address} /> : t("forgotten");
  if (!canChoose) return text;
  return (
    <label className="flex min-h-11 items-center gap-3">
      <input type="checkbox" name="id" value={mailbox.id} className="size-5 shrink-0 accent-accent" />
      {text}
    </label>
  );
}

async function State({ mailbox }: { readonly mailbox: FoundMailbox }) {
  const states = await getTranslations("temporary.states");
  const t = await getTranslations("admin.mailboxes");
  const reasons = await getTranslations("mailboxReasons");
  return (
    <span className="grid justify-items-end gap-1 sm:justify-items-start">
      <StatusBadge tone={TONES[mailbox.state]}>{states(mailbox.state)}</StatusBadge>
      <span className="text-sm text-ink-soft">
        {t(`purposes.${mailbox.purpose}`)}
        {mailbox.kind === "legacy" ? ` · ${t("legacy")}` : null}
      </span>
      {mailbox.reason ? (
        <span className="max-w-64 text-end text-sm text-ink-soft sm:text-start">
          {reasons(mailbox.reason)}
        </span>
      ) : null}
    </span>
  );
}

async function Space({ mailbox }: { readonly mailbox: FoundMailbox }) {
  const t = await getTranslations("admin.mailboxes");
  const format = await getFormatter();
  if (mailbox.usedBytes === null) return t("unknown");
  return (
    <span className="whitespace-nowrap">
      {formatBytes(format, mailbox.usedBytes)}
      <span className="block text-sm text-ink-soft">
        {mailbox.quotaMiB === 0 ? t("noLimit") : t("of", { total: formatMiB(format, mailbox.quotaMiB) })}
      </span>
    </span>
  );
}
