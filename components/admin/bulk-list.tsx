import { getTranslations } from "next-intl/server";
import { Moment } from "@/components/ui/moment";
import type { BulkOperationView } from "@/lib/mailboxes/get-bulk-operation";
import { BulkState } from "./bulk-state";

interface BulkListProps {
  readonly operations: readonly BulkOperationView[];
  readonly now: Date;
}

/** What was done to many at once lately: the way back to its results. */
export async function BulkList({ operations, now }: BulkListProps) {
  const t = await getTranslations("admin.bulk");
  return (
    <ul className="grid">
      {operations.map((operation) => (
        <li
          key={operation.id}
          className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0"
        >
          <div className="min-w-0">
            <a className="link inline-block py-1 font-medium" href={`/admin/mailboxes/bulk/${operation.id}`}>
              {t(`titles.${operation.act}`, { count: operation.planned })}
            </a>
            <p className="text-sm text-ink-soft">
              {t("settled", { count: operation.done + operation.failed, total: operation.planned })} ·{" "}
              <Moment at={operation.startedAt} now={now} />
            </p>
          </div>
          <BulkState operation={operation} />
        </li>
      ))}
    </ul>
  );
}
