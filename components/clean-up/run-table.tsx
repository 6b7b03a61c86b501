import { getFormatter, getTranslations } from "next-intl/server";
import { Moment } from "@/components/ui/moment";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import { Table } from "@/components/ui/table";
import type { RunView } from "@/lib/clean-up/queries";

const TONES: Record<RunView["state"], StatusTone> = {
  queued: "busy",
  running: "busy",
  done: "ok",
  refused: "warn",
  failed: "bad",
};

/** Rounds of the clean-up, newest first. */
export async function RunTable({ runs, now }: { readonly runs: readonly RunView[]; readonly now: Date }) {
  const t = await getTranslations("admin.cleanUp");
  const format = await getFormatter();
  return (
    <Table
      caption={t("runs")}
      columns={[
        { name: "kind", title: t("kind") },
        { name: "state", title: t("state") },
        { name: "started", title: t("started") },
        { name: "planned", title: t("planned"), isNumber: true },
        { name: "done", title: t("done"), isNumber: true },
        { name: "failed", title: t("failed"), isNumber: true },
      ]}
      rows={runs.map((run) => ({
        key: run.id,
        cells: [
          <a key="kind" className="link font-medium" href={`/admin/clean-up/${run.id}`}>
            {t(`kinds.${run.kind}`)}
          </a>,
          <RunState key="state" run={run} />,
          <Moment key="started" at={run.startedAt} now={now} />,
          format.number(run.planned),
          format.number(run.done),
          format.number(run.failed),
        ],
      }))}
    />
  );
}

/** A round's state in a word, and whether it was for looking only. */
export async function RunState({ run }: { readonly run: RunView }) {
  const t = await getTranslations("admin.cleanUp");
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <StatusBadge tone={TONES[run.state]}>{t(`states.${run.state}`)}</StatusBadge>
      {run.isDryRun ? <span className="text-sm text-ink-soft">{t("dryRun")}</span> : null}
    </span>
  );
}
