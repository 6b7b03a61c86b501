import type { PortalContext } from "@/lib/context/portal-context";

/**
 * Today's line of each domain for the usage charts, by the database's day in UTC. Safe to repeat: it is counted anew
 * each time, and written only where it differs. `expired` counts temporary mailboxes whose expiry fell on the day.
 */
export async function recordUsageDay({ database }: Pick<PortalContext, "database">): Promise<number> {
  return database.prisma.$executeRaw`
    insert into usage_day (day, domain_name, created, expired, active, stored_bytes)
    select
      (now() at time zone 'UTC')::date,
      domain_name,
      count(*) filter (where created_at >= date_trunc('day', now(), 'UTC')),
      count(*) filter (where purpose = 'TEMPORARY' and expires_at >= date_trunc('day', now(), 'UTC')
        and expires_at <= now()),
      count(*) filter (where state in ('ACTIVE', 'DISABLED')),
      coalesce(sum(used_bytes) filter (where state in ('ACTIVE', 'DISABLED', 'DELETING')), 0)
    from mailbox
    group by domain_name
    on conflict (day, domain_name) do update set
      created = excluded.created, expired = excluded.expired,
      active = excluded.active, stored_bytes = excluded.stored_bytes
    where (usage_day.created, usage_day.expired, usage_day.active, usage_day.stored_bytes)
      is distinct from (excluded.created, excluded.expired, excluded.active, excluded.stored_bytes)`;
}
