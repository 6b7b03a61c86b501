import type { PortalDatabase } from "./portal-database";

interface Insertion {
  readonly domain: string;
  /** Of the names, which go on with 000, 001 and so forth; another one for each call of a test. */
  readonly prefix: string;
  readonly count: number;
  /** Negative is past; each a second after the one before. */
  readonly expiresInHours: number;
}

/**
 * Temporary addresses of visitors on a legacy domain, made sixty days ago, of which Mailcow knows nothing. Two of three
 * hold mail, as far as the portal knows.
 */
export async function insertLegacyMailboxes(
  { query }: Pick<PortalDatabase, "query">,
  { domain, prefix, count, expiresInHours }: Insertion,
): Promise<void> {
  await query(
    `with made as (
       select uuidv7() as id, $4 || lpad(n::text, 3, '0') || '@' || $1 as address, n
       from generate_series(0, $2::int - 1) as n
     ), claim as (
       insert into address_claim (id, address, address_hash, skeleton_hash)
       select id, address, address, address from made
     )
     insert into mailbox (id, address_claim_id, address, domain_name, purpose, backend, state, quota_mib,
       message_count, used_bytes, created_at, expires_at)
     select id, id, address, $1, 'TEMPORARY', 'LEGACY', 'ACTIVE', 50,
       (n % 3) * 2, n * 100000, now() - interval '60 days', now() + make_interval(hours => $3::int, secs => n)
     from made`,
    [domain, count, expiresInHours, prefix],
  );
}

/** Takes away what a test has put there, with the memory of its addresses: a second try makes them again. */
export async function forgetMailboxes(
  { query }: Pick<PortalDatabase, "query">,
  domain: string,
): Promise<void> {
  await query("delete from mailbox where domain_name = $1", [domain]);
  await query("delete from address_claim where address_hash like '%@' || $1", [domain]);
}
