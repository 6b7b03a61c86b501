import { getFormatter, getTranslations } from "next-intl/server";
import type { CleanUpStatus } from "@/lib/clean-up/queries";
import { formatDuration } from "./format-duration";

/** What lies ahead, and how long it will take at the speed measured last. */
export async function Backlog({ status }: { readonly status: CleanUpStatus }) {
  const t = await getTranslations("admin.cleanUp");
  const format = await getFormatter();
  const figures = [
    ["expiredNotBegun", status.expiredNotBegun],
    ["due", status.backlog.due],
    ["inGrace", status.backlog.inGrace],
    ["needsAdmin", status.backlog.needsAdmin],
  ] as const;
  return (
    <div className="grid gap-5">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-4">
        {figures.map(([name, count]) => (
          <div key={name}>
            <dt className="text-sm text-ink-soft">{t(`backlog.${name}`)}</dt>
            <dd
              className={
                name === "needsAdmin" && count > 0 ? "text-2xl font-semibold text-bad-ink" : "text-2xl"
              }
            >
              {format.number(count)}
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-ink-soft">
        {status.msPerItem === null || status.estimatedMs === null
          ? t("speedUnknown")
          : t("speed", {
              used: formatDuration(format, status.msPerItem),
              total: formatDuration(format, status.estimatedMs),
            })}
      </p>
    </div>
  );
}
