import { getTranslations } from "next-intl/server";
import { AddressText } from "@/components/admin/address-text";
import { Moment } from "@/components/ui/moment";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import type { ItemView } from "@/lib/clean-up/queries";
import { type ItemOutcome, itemOutcomes } from "@/lib/clean-up/schema";
import { mailboxReasons } from "@/lib/mailboxes/schema";

const TONES: Record<ItemOutcome, StatusTone> = {
  "would-delete": "off",
  begun: "busy",
  skipped: "off",
  "in-grace": "off",
  deleted: "ok",
  kept: "ok",
  refused: "bad",
  waiting: "busy",
};

/** What became of each mailbox of a round. */
export async function ItemTable({ items, now }: { readonly items: readonly ItemView[]; readonly now: Date }) {
  const t = await getTranslations("admin.cleanUp");
  const mailboxes = await getTranslations("admin.mailboxes");
  return (
    <Table
      caption={t("items")}
      columns={[
        { name: "address", title: mailboxes("address") },
        { name: "outcome", title: t("outcome") },
        { name: "reason", title: t("reason") },
        { name: "at", title: t("at") },
      ]}
      rows={items.map((item) => ({
        key: item.mailboxId,
        cells: [
          <AddressText key="address" address={item.address ?? item.mailboxId} />,
          <Outcome key="outcome" item={item} />,
          item.reason === null ? null : <Reason key="reason" reason={item.reason} />,
          <Moment key="at" at={item.at} now={now} />,
        ],
      }))}
    />
  );
}

async function Outcome({ item }: { readonly item: ItemView }) {
  const t = await getTranslations("cleanUpOutcomes");
  const outcome = itemOutcomes.find((name) => name === item.outcome);
  return outcome ? <StatusBadge tone={TONES[outcome]}>{t(outcome)}</StatusBadge> : item.outcome;
}

/** A reason this version has no sentence for is shown as it is: it is an admin who reads it. */
async function Reason({ reason }: { readonly reason: string }) {
  const t = await getTranslations("mailboxReasons");
  const known = mailboxReasons.find((name) => name === reason);
  return <span className="text-sm text-ink-soft">{known ? t(known) : reason}</span>;
}
