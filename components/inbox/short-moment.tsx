import { getFormatter } from "next-intl/server";

/** As short as it can be told apart: the hour today, the day this year, else the date; all of it on demand. */
export async function ShortMoment({ at, now }: { readonly at: Date; readonly now: Date }) {
  const format = await getFormatter();
  const isToday = at.toDateString() === now.toDateString();
  const isThisYear = at.getFullYear() === now.getFullYear();
  return (
    <time dateTime={at.toISOString()} title={format.dateTime(at, { dateStyle: "long", timeStyle: "short" })}>
      {isToday
        ? format.dateTime(at, { timeStyle: "short" })
        : format.dateTime(at, isThisYear ? { day: "numeric", month: "short" } : { dateStyle: "short" })}
    </time>
  );
}
