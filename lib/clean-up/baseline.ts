import { z } from "zod";
import type { PortalContext } from "@/lib/context/portal-context";
import { FORECAST_HOURS, type Forecast } from "./policy";

const FACT = "clean-up-baseline";

const baselineSchema = z.object({
  address: z.string(),
  at: z.coerce.date(),
  listed: z.record(z.string(), z.number().int()),
  serverDomains: z.array(z.string()).nullable().default(null),
  forecast: z.object({ at: z.coerce.date(), hours: z.array(z.number().int()) }).nullable(),
});

/** What the last good round saw: the next one is measured by it. */
export interface Baseline {
  /** Where the mail server was. */
  readonly address: string;
  readonly at: Date;
  /** Mailboxes in each domain's listing. */
  readonly listed: Readonly<Record<string, number>>;
  /** All domains of the mail server; null in what an earlier version wrote. */
  readonly serverDomains: readonly string[] | null;
  readonly forecast: Forecast | null;
}

export async function readBaseline(context: Pick<PortalContext, "database">): Promise<Baseline | null> {
  const fact = await context.database.prisma.instanceFact.findUnique({ where: { name: FACT } });
  const parsed = baselineSchema.safeParse(fact?.value);
  return parsed.success ? parsed.data : null;
}

export async function saveBaseline(
  context: Pick<PortalContext, "database">,
  baseline: Baseline,
): Promise<void> {
  const value = JSON.parse(JSON.stringify(baseline));
  await context.database.prisma.instanceFact.upsert({
    where: { name: FACT },
    create: { name: FACT, value },
    update: { value },
  });
}

/** Which expiries the coming hours hold, by the database's clock; what is being deleted already is not in it. */
export async function forecastExpiries(context: Pick<PortalContext, "database">): Promise<Forecast> {
  const rows = await context.database.prisma.$queryRaw<{ now: Date; hour: number | null; count: number }[]>`
    select now() as now, hour, count(hour)::int as count
    from (select 1) as always
    left join (
      select greatest(0, ceil(extract(epoch from expires_at - now()) / 3600))::int as hour
      from mailbox
      where purpose = 'TEMPORARY' and state not in ('DELETING', 'DELETED')
        and expires_at <= now() + make_interval(hours => ${FORECAST_HOURS}::int)
    ) as expiring on true
    group by hour`;
  const hours = Array.from({ length: FORECAST_HOURS + 1 }, () => 0);
  for (const { hour, count } of rows) if (hour !== null) hours[hour] = count;
  return { at: rows[0]?.now ?? new Date(0), hours };
}
