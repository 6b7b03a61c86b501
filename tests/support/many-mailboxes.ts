import type { Database } from "@/lib/database/create-database";

/**
 * So many rows at once, without anything behind them, named `someone000000` upwards: a fifth deleted, more than half
 * temporary, a few stopped, three domains of which `rare.test` has one row in a thousand. Made one after the other,
 * a minute apart, the first one longest ago.
 */
export async function insertManyMailboxes({ pool }: Pick<Database, "pool">, count: number): Promise<void> {
  const client = await pool.connect();
  await client.query(
    `insert into account (id, address, password_hash)
     select uuidv7(), 'someone' || lpad(n::text, 6, '0') || '@accounts.test', ''
     from generate_series(0, $1::int - 1, 4) as n`,
    [count],
  );
  await client.query(
    `create temporary table made as
     select uuidv7((n - $1::int) * interval '1 minute') as id,
       now() + (n - $1::int) * interval '1 minute' as created_at,
       'someone' || lpad(n::text, 6, '0') as local_part,
       case when n % 1000 = 8 then 'rare.test' when n % 3 = 0 then 'two.test' else 'one.test' end as domain,
       n % 5 = 2 as is_deleted, n % 5 in (1, 3, 4) as is_temporary, n
     from generate_series(0, $1::int - 1) as n`,
    [count],
  );
  await client.query(
    `insert into address_claim (id, address, address_hash, skeleton_hash, state)
     select id, case when is_deleted then null else local_part || '@' || domain end, n::text, n::text,
       case when is_deleted then 'RETIRED' else 'IN_USE' end::"AddressClaimState"
     from made`,
  );
  await client.query(
    `insert into mailbox (id, address_claim_id, account_id, address, domain_name, purpose, state, quota_mib,
       message_count, created_at, expires_at)
     select made.id, made.id, account.id,
       case when is_deleted then null else local_part || '@' || domain end, domain,
       case when is_temporary then 'TEMPORARY' else 'PERSON' end::"MailboxPurpose",
       case when is_deleted then 'DELETED' when n % 2000 = 3 then 'NEEDS_ADMIN' else 'ACTIVE' end::"MailboxState",
       50, n % 3, made.created_at,
       case when is_temporary then now() + (n % 9973) * interval '1 minute' end
     from made left join account on account.address = local_part || '@accounts.test'`,
  );
  await client.query("drop table made");
  // What a server does by itself after some minutes.
  await client.query("vacuum (analyze) mailbox");
  client.release();
}
