import { getFormatter } from "next-intl/server";

/** A clock a little behind the database's must not read "in 1 second". */
const CLOCK_DIFFERENCE_MS = 5_000;

/** How long ago, or how long yet, with the exact time on demand and for machines. */
export async function Moment({ at, now }: { readonly at: Date; readonly now: Date }) {
  const format = await getFormatter();
  const aheadMs = at.getTime() - now.getTime();
  const shown = aheadMs > 0 && aheadMs < CLOCK_DIFFERENCE_MS ? now : at;
  return (
    <time dateTime={at.toISOString()} title={format.dateTime(at, { dateStyle: "long", timeStyle: "long" })}>
      {format.relativeTime(shown, now)}
    </time>
  );
}
