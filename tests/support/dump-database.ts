import type pg from "pg";

/** Every row of every table, the queue's included, as one text: for looking whether something is anywhere. */
export async function dumpDatabase(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const dumps: string[] = [];
  for (const { name } of tables) {
    const { rows } = await pool.query<{ row: string }>(`select t::text as row from ${name} t`);
    dumps.push(`${name}\n${rows.map(({ row }) => row).join("\n")}`);
  }
  return dumps.join("\n\n");
}
