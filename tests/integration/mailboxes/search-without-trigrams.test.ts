import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, test } from "vitest";
import type { SystemActor } from "@/lib/context/actor";
import { createDatabase } from "@/lib/database/create-database";
import { migrateDatabase } from "@/lib/database/migrate-database";
import { searchMailboxes, searchMailboxesInput } from "@/lib/mailboxes/search-mailboxes";
import { insertManyMailboxes } from "@/tests/support/many-mailboxes";
import { createTestDatabase } from "@/tests/support/test-database";

const OPERATOR: SystemActor = { kind: "system", name: "test" };

/** As a server answers whose administrator keeps extensions to himself. */
const FORBID_EXTENSIONS = `
  create function forbid() returns event_trigger language plpgsql as $$
  begin
    raise insufficient_privilege using message = 'permission denied to create extension';
  end $$;
  create event trigger forbid_extensions on ddl_command_start when tag in ('CREATE EXTENSION')
    execute function forbid();`;

async function run(url: string, sql: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}

test("where extensions may not be created the portal starts all the same, and finds parts of addresses", async () => {
  const template = await createTestDatabase();
  const name = `test_${randomBytes(8).toString("hex")}`;
  await run(template.url, `create database ${name} template template0`);
  const url = new URL(template.url);
  url.pathname = `/${name}`;
  try {
    await run(url.href, FORBID_EXTENSIONS);
    await migrateDatabase(url.href, { log: () => {} });
    const { rows } = await run(
      url.href,
      "select 1 from pg_indexes where indexname = 'mailbox_address_trigrams'",
    );
    expect(rows).toEqual([]);
    const database = createDatabase(url.href, { applicationName: "test", maxConnections: 2 });
    await insertManyMailboxes(database, 500);
    const found = await searchMailboxes(
      { database },
      OPERATOR,
      searchMailboxesInput.parse({ query: "one00010" }),
    );
    await database.close();
    expect(found.ok && found.value.mailboxes.map(({ address }) => address)).toEqual(
      expect.arrayContaining(["someone000100@one.test"]),
    );
  } finally {
    await run(template.url, `drop database ${name} with (force)`);
    await template.drop();
  }
});
