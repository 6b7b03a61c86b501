import { getTranslations } from "next-intl/server";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import type { BulkOperationView } from "@/lib/mailboxes/get-bulk-operation";

const TONES: Record<BulkOperationView["state"], StatusTone> = {
  running: "busy",
  done: "ok",
  cancelled: "off",
};

/** The state in a word. One that has gone through every mailbox, but not with success, says so. */
export async function BulkState({
  operation,
}: {
  readonly operation: Pick<BulkOperationView, "state" | "failed">;
}) {
  const t = await getTranslations("admin.bulk.states");
  if (operation.state === "done" && operation.failed > 0) {
    return <StatusBadge tone="warn">{t("partly")}</StatusBadge>;
  }
  return <StatusBadge tone={TONES[operation.state]}>{t(operation.state)}</StatusBadge>;
}
