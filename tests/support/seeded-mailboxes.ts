import { randomUUID } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { WorkerContext } from "@/lib/context/portal-context";
import type { DomainRecord } from "@/lib/sandbox/domain-record";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import { createEmptyState, type SandboxState } from "@/lib/sandbox/sandbox-state";
import { createKeyring } from "@/lib/secrets/keyring";

/** A temporary mailbox that exists in the portal and in the sandbox without either having made it. */
export interface Seed {
  readonly id: string;
  readonly operationId: string;
  readonly address: string;
  readonly localPart: string;
  readonly domain: string;
}

const INSTANCE = "00000000-0000-4000-8000-00000000000a";
const CREATED = "2026-01-01 00:00:00";
/** What test portals have. */
const KEYRING = createKeyring(`k1:${Buffer.alloc(32, 7).toString("base64")}`);

export function planSeeds(count: number, domains: readonly string[] = ["pasture.test"]): Seed[] {
  return Array.from({ length: count }, (_, index) => {
    const domain = domains[index % domains.length] ?? "";
    const localPart = `seed${String(index).padStart(6, "0")}`;
    return {
      id: randomUUID(),
      operationId: randomUUID(),
      localPart,
      domain,
      address: `${localPart}@${domain}`,
    };
  });
}

export interface SandboxSeeding {
  /** False makes the same addresses, but as somebody else's. */
  readonly isStamped?: boolean;
  /** The first mailbox's newest IMAP login; none leaves every last login at zero. */
  readonly loginAt?: Date;
}

/** The sandbox's file as if these had been made there; before it starts. */
export async function writeSandboxSeeds(
  dataDir: string,
  seeds: readonly Seed[],
  { isStamped = true, loginAt }: SandboxSeeding = {},
): Promise<void> {
  const state: SandboxState = createEmptyState();
  for (const seed of seeds) {
    state.domains[seed.domain] ??= domainRecord(seed.domain);
    state.mailboxes[seed.address] = mailboxRecord(seed, isStamped);
  }
  const [first] = seeds;
  if (loginAt && first) {
    state.logins.push({
      username: first.address,
      service: "imap",
      remoteAddress: "192.0.2.9",
      appPasswordId: 0,
      atSeconds: Math.floor(loginAt.getTime() / 1_000),
    });
  }
  await writeFile(join(dataDir, "state.json"), JSON.stringify(state));
}

export interface RowSeeding {
  /** Hours from the database's now; negative is past. */
  readonly expiresInHours: number;
  /** How many of them, the first ones; the rest expire in 30 days. */
  readonly expiring: number;
  readonly backend?: "MANAGED" | "LEGACY";
}

/** The portal's rows of the same mailboxes, made 60 days ago. */
export async function insertSeedRows(
  context: Pick<WorkerContext, "database">,
  seeds: readonly Seed[],
  { expiresInHours, expiring, backend = "MANAGED" }: RowSeeding,
): Promise<void> {
  const { pool } = context.database;
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query(
      `insert into instance_fact (name, value) values ('instance', to_jsonb($1::text)) on conflict (name) do nothing`,
      [INSTANCE],
    );
    await client.query(
      `insert into address_claim (id, address, address_hash, skeleton_hash)
       select id, address, hash, 'seed:' || address
       from unnest($1::uuid[], $2::text[], $3::text[]) as s (id, address, hash)`,
      [
        seeds.map(({ id }) => id),
        seeds.map(({ address }) => address),
        seeds.map(({ address }) => KEYRING.hmac("address", address)),
      ],
    );
    await client.query(
      `insert into mailbox (id, address_claim_id, address, domain_name, purpose, backend, state, quota_mib, protocols,
         created_in_mailcow, made_at, created_at, expires_at)
       select id, id, address, domain, 'TEMPORARY', $4::"DomainKind", 'ACTIVE', 50,
         array['imap', 'smtp', 'pop3', 'sieve'],
         $5, now() - interval '60 days', now() - interval '60 days',
         case when rank <= $6 then now() + make_interval(secs => $7 * 3600) else now() + interval '30 days' end
       from unnest($1::uuid[], $2::text[], $3::text[]) with ordinality as s (id, address, domain, rank)`,
      [
        seeds.map(({ id }) => id),
        seeds.map(({ address }) => address),
        seeds.map(({ domain }) => domain),
        backend,
        CREATED,
        expiring,
        expiresInHours,
      ],
    );
    await client.query(
      `insert into operation (id, kind, state, mailbox_id, marker, created_at, finished_at)
       select operation_id, 'PROVISION_MAILBOX', 'DONE', id, operation_id::text,
         now() - interval '60 days', now() - interval '60 days'
       from unnest($1::uuid[], $2::uuid[]) as s (id, operation_id)`,
      [seeds.map(({ id }) => id), seeds.map(({ operationId }) => operationId)],
    );
    await client.query("commit");
    await client.query("analyze mailbox");
  } finally {
    client.release();
  }
}

function mailboxRecord(seed: Seed, isStamped: boolean): MailboxRecord {
  const text = [INSTANCE, seed.operationId, seed.address, CREATED].join("\n");
  const stamp: [string, unknown][] = [
    ["pasture_instance", INSTANCE],
    ["pasture_operation", seed.operationId],
    ["pasture_proof", KEYRING.hmac("mailbox-ownership", text)],
  ];
  return {
    username: seed.address,
    localPart: seed.localPart,
    domain: seed.domain,
    name: seed.localPart,
    hash: "{PLAIN}seed",
    quotaBytes: 50 * 1_048_576,
    active: 1,
    created: CREATED,
    modified: null,
    attributes: {
      force_pw_update: "0",
      force_tfa: "0",
      tls_enforce_in: "0",
      tls_enforce_out: "0",
      sogo_access: "1",
      imap_access: "1",
      pop3_access: "1",
      smtp_access: "1",
      sieve_access: "1",
      eas_access: "1",
      dav_access: "1",
      relayhost: "0",
      passwd_update: CREATED,
      mailbox_format: "maildir:",
      quarantine_notification: "hourly",
      quarantine_category: "reject",
      attribute_hash: "",
    },
    customAttributes: isStamped ? stamp : [],
    tags: [],
    senderAcl: [],
    hasUsageRow: true,
    hasAliasRow: true,
  };
}

function domainRecord(name: string): DomainRecord {
  return {
    name,
    description: "",
    aliasLimit: 100_000,
    mailboxLimit: 100_000,
    defaultQuotaMiB: 50,
    mailboxQuotaLimitMiB: 10_240,
    quotaMiB: 100_000_000,
    active: 1,
    gal: 1,
    backupmx: 0,
    relayAllRecipients: 0,
    relayUnknownOnly: 0,
    relayhost: "0",
    tags: [],
    created: CREATED,
    modified: null,
    dkim: null,
  };
}
