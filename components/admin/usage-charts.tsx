import { getFormatter, getTranslations } from "next-intl/server";
import { formatBytes } from "@/components/mail/format-size";
import { BarChart } from "@/components/ui/bar-chart";
import { EmptyState } from "@/components/ui/empty-state";
import { Table } from "@/components/ui/table";
import type { UsageDayView } from "@/lib/clean-up/list-usage-days";

const MEASURES = ["created", "expired", "active", "storedBytes"] as const;
type Measure = (typeof MEASURES)[number];

/** Four small pictures of the same days, and the figures behind them as a table. */
export async function UsageCharts({ days }: { readonly days: readonly UsageDayView[] }) {
  const t = await getTranslations("admin.usage");
  const isEmpty = days.every((day) => MEASURES.every((measure) => day[measure] === 0));
  if (isEmpty) return <EmptyState>{t("none")}</EmptyState>;
  return (
    <div className="grid grid-cols-1 gap-8">
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
        {MEASURES.map((measure) => (
          <Chart key={measure} measure={measure} days={days} />
        ))}
      </div>
      <Figures days={days} />
    </div>
  );
}

async function Chart({
  measure,
  days,
}: {
  readonly measure: Measure;
  readonly days: readonly UsageDayView[];
}) {
  const t = await getTranslations("admin.usage");
  const format = await getFormatter();
  const inWords = (value: number) =>
    measure === "storedBytes" ? formatBytes(format, value) : format.number(value);
  const dayName = (day: Date) => format.dateTime(day, { dateStyle: "medium", timeZone: "UTC" });
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last) return null;
  const highest = Math.max(...days.map((day) => day[measure]));
  return (
    <section aria-labelledby={`usage-${measure}`} className="grid min-w-0 gap-1">
      <h3
        id={`usage-${measure}`}
        className="flex flex-wrap items-baseline justify-between gap-x-4 font-medium"
      >
        {t(`measures.${measure}`)}
        <span className="text-sm font-normal text-ink-soft" data-figures>
          {t("today", { total: inWords(last[measure]) })}
        </span>
      </h3>
      <BarChart
        label={t("chart", {
          name: t(`measures.${measure}`),
          total: inWords(highest),
          used: inWords(last[measure]),
        })}
        peak={t("peak", { total: inWords(highest) })}
        ends={[dayName(first.day), dayName(last.day)]}
        bars={days.map((day) => ({
          name: day.day.toISOString(),
          value: day[measure],
          title: `${dayName(day.day)}: ${inWords(day[measure])}`,
        }))}
      />
    </section>
  );
}

async function Figures({ days }: { readonly days: readonly UsageDayView[] }) {
  const t = await getTranslations("admin.usage");
  const format = await getFormatter();
  return (
    <details className="border-t border-line pt-2">
      <summary className="min-h-11 py-2 font-medium text-accent-ink">{t("asTable")}</summary>
      <Table
        caption={t("title")}
        columns={[
          { name: "day", title: t("day") },
          ...MEASURES.map((name) => ({ name, title: t(`measures.${name}`), isNumber: true })),
        ]}
        rows={days.toReversed().map((day) => ({
          key: day.day.toISOString(),
          cells: [
            format.dateTime(day.day, { dateStyle: "medium", timeZone: "UTC" }),
            ...MEASURES.map((measure) =>
              measure === "storedBytes" ? formatBytes(format, day[measure]) : format.number(day[measure]),
            ),
          ],
        }))}
      />
    </details>
  );
}
