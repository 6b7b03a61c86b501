import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import type { FormAction } from "@/components/ui/form-state";
import { Meter } from "@/components/ui/meter";
import { Poll } from "@/components/ui/poll";
import type { BulkOperationPage, BulkOperationView } from "@/lib/mailboxes/get-bulk-operation";
import { ButtonForm } from "./button-form";

interface BulkProgressProps {
  readonly operation: BulkOperationView;
  readonly counts: BulkOperationPage["counts"];
  readonly cancel: FormAction;
}

const LOOK_AGAIN_SECONDS = 3;

/** Looks again by itself while anything is under way, here or in Mailcow. Nothing of it lives in the page. */
export async function BulkProgress({ operation, counts, cancel }: BulkProgressProps) {
  const t = await getTranslations("admin.bulk");
  const total = operation.planned;
  const leftAlone = counts.cancelled ?? 0;
  const settled = total - leftAlone - (counts.waiting ?? 0) - (counts.begun ?? 0);
  const isUnderWay = settled + leftAlone < total;
  return (
    <Card id="progress" title={t("progress")}>
      <div className="grid grid-cols-1 gap-4">
        <p role="status">{t(settled < total ? "settled" : "allSettled", { count: settled, total })}</p>
        <Meter value={settled} max={total} level={settled < total ? "calm" : "good"} label={t("progress")} />
        {(counts["in-grace"] ?? 0) > 0 ? <p className="text-sm text-ink-soft">{t("inGraceHint")}</p> : null}
        {isUnderWay ? (
          <>
            <Poll everySeconds={LOOK_AGAIN_SECONDS} />
            <noscript>
              <meta httpEquiv="refresh" content="5" />
            </noscript>
            <p className="text-sm text-ink-soft">{t("goesOn")}</p>
          </>
        ) : null}
        <ButtonForm
          id="cancel"
          action={cancel}
          values={{ bulkOperationId: operation.id }}
          label={t("cancel")}
          tone="secondary"
          isSpent={operation.state !== "running"}
        >
          {operation.state === "running" ? (
            <p className="max-w-prose text-sm text-ink-soft">{t("cancelHint")}</p>
          ) : null}
        </ButtonForm>
      </div>
    </Card>
  );
}
