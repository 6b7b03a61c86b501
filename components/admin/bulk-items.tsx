import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { EmptyState } from "@/components/ui/empty-state";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import {
  type BulkItemView,
  type BulkOperationPage,
  type BulkOutcome,
  bulkOutcomes,
} from "@/lib/mailboxes/get-bulk-operation";
import { mailboxReasons } from "@/lib/mailboxes/schema";
import { AddressText } from "./address-text";

interface BulkItemsProps {
  readonly counts: BulkOperationPage["counts"];
  readonly items: readonly BulkItemView[];
  /** The only one that is listed; all of them otherwise. */
  readonly outcome: BulkOutcome | undefined;
  readonly hrefOf: (outcome: BulkOutcome | undefined) => string;
  /** Below the list: the way to its next page. */
  readonly children: ReactNode;
}

const TONES: Record<BulkOutcome, StatusTone> = {
  waiting: "off",
  begun: "busy",
  "in-grace": "ok",
  deleted: "ok",
  extended: "ok",
  kept: "off",
  refused: "bad",
  cancelled: "off",
};

/** What became of each, and how many there are of each kind. */
export async function BulkItems({ counts, items, outcome, hrefOf, children }: BulkItemsProps) {
  const t = await getTranslations("admin.bulk");
  const outcomes = await getTranslations("bulkOutcomes");
  const mailboxes = await getTranslations("admin.mailboxes");
  return (
    <div className="grid grid-cols-1 gap-4">
      <Facets counts={counts} outcome={outcome} hrefOf={hrefOf} />
      {items.length === 0 ? (
        <EmptyState>{t("noneLikeThat")}</EmptyState>
      ) : (
        <div className="-mx-3 grid grid-cols-1 gap-4">
          <Table
            caption={t("results")}
            columns={[
              { name: "address", title: mailboxes("address") },
              { name: "outcome", title: t("outcome") },
              { name: "reason", title: t("reason") },
            ]}
            rows={items.map((item) => ({
              key: item.mailboxId,
              cells: [
                <Name key="address" item={item} />,
                <StatusBadge key="outcome" tone={TONES[item.outcome]}>
                  {outcomes(item.outcome)}
                </StatusBadge>,
                item.reason === null ? null : <Reason key="reason" reason={item.reason} />,
              ],
            }))}
          />
          <div className="px-3">{children}</div>
        </div>
      )}
    </div>
  );
}

type FacetsProps = Pick<BulkItemsProps, "counts" | "outcome" | "hrefOf">;

const FACET =
  "inline-flex min-h-11 items-center gap-2 rounded-lg border border-line px-3 text-sm font-medium hover:bg-sunken aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft aria-[current=true]:text-accent-ink";

async function Facets({ counts, outcome, hrefOf }: FacetsProps) {
  const t = await getTranslations("admin.bulk");
  const outcomes = await getTranslations("bulkOutcomes");
  const format = await getFormatter();
  const present = bulkOutcomes.filter((name) => counts[name] !== undefined || name === outcome);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <nav aria-label={t("facets")}>
      <ul className="flex flex-wrap gap-2">
        <li>
          <a href={hrefOf(undefined)} aria-current={outcome === undefined} className={FACET}>
            {t("all")} <span data-figures>{format.number(total)}</span>
          </a>
        </li>
        {present.map((name) => (
          <li key={name}>
            <a href={hrefOf(name)} aria-current={outcome === name} className={FACET} data-outcome={name}>
              {outcomes(name)} <span data-figures>{format.number(counts[name] ?? 0)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A deleted mailbox has no address any more: its number is what the audit log calls it. */
async function Name({ item }: { readonly item: BulkItemView }) {
  const t = await getTranslations("admin.mailboxes");
  if (item.address) return <AddressText address={item.address} />;
  return (
    <span className="text-sm text-ink-soft">
      {t("forgotten")} <span className="font-mono break-all">{item.mailboxId}</span>
    </span>
  );
}

const OWN_REASONS = [
  "already-deleting",
  "expiry-changed",
  "expiry-too-far",
  "not-found",
  "not-allowed",
] as const;

/** A reason this version has no sentence for is shown as it is: it is an admin who reads it. */
async function Reason({ reason }: { readonly reason: string }) {
  const mailboxes = await getTranslations("mailboxReasons");
  const bulk = await getTranslations("bulkReasons");
  const own = OWN_REASONS.find((name) => name === reason);
  const known = mailboxReasons.find((name) => name === reason);
  return <span className="text-sm text-ink-soft">{own ? bulk(own) : known ? mailboxes(known) : reason}</span>;
}
