import type { DomainRecord } from "@/lib/sandbox/domain-record";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";

/** Everything the sandbox remembers, in a form that is JSON as it stands. Sizes are bytes unless named otherwise. */
export type SandboxState = {
  version: 1;
  nextAliasId: number;
  nextAppPasswordId: number;
  nextFilterId: number;
  nextUiLogId: number;
  domains: Record<string, DomainRecord>;
  mailboxes: Record<string, MailboxRecord>;
  /** How many times each address was created, deletions notwithstanding: what "no duplicates" is tested with. */
  creations: Record<string, number>;
  aliases: AliasRecord[];
  aliasDomains: AliasDomainRecord[];
  temporaryAliases: TemporaryAliasRecord[];
  appPasswords: AppPasswordRecord[];
  filters: FilterRecord[];
  passwordPolicy: PasswordPolicy;
  /** Keyed by mailbox address or domain name. */
  rateLimits: Record<string, RateLimit>;
  spamScores: Record<string, string>;
  logins: LoginRecord[];
  logs: Record<LogName, LogEntry[]>;
};

export type RateLimit = { value: string; frame: string };

export type AliasRecord = {
  id: number;
  address: string;
  goto: string;
  domain: string;
  active: number;
  internal: number;
  sogoVisible: number;
  senderAllowed: number;
  publicComment: string | null;
  privateComment: string | null;
  created: string;
  modified: string | null;
};

export type AliasDomainRecord = {
  aliasDomain: string;
  targetDomain: string;
  active: number;
  created: string;
  modified: string | null;
};

export type TemporaryAliasRecord = {
  address: string;
  goto: string;
  description: string;
  /** Unix seconds. */
  validUntil: number;
  permanent: number;
  created: string;
  modified: string | null;
};

export type AppPasswordRecord = {
  id: number;
  /** HTML-escaped once, as Mailcow stores it; reading escapes it again. */
  storedName: string;
  mailbox: string;
  domain: string;
  hash: string;
  protocols: string[];
  active: number;
  created: string;
  modified: string | null;
};

export type FilterRecord = {
  id: number;
  username: string;
  type: "prefilter" | "postfilter";
  script: string;
  description: string;
  active: number;
};

export type PasswordPolicy = {
  length: string;
  chars: string;
  special_chars: string;
  lowerupper: string;
  numbers: string;
};

/** The last login of a user by one service from one address: Mailcow keeps only the newest of each. */
export type LoginRecord = {
  username: string;
  service: string;
  remoteAddress: string;
  /** 0 when the mailbox password was used. */
  appPasswordId: number;
  atSeconds: number;
};

export type LogName = "api" | "ui" | "dovecot" | "postfix";
export type LogEntry = Record<string, unknown>;

export function createEmptyState(): SandboxState {
  return {
    version: 1,
    nextAliasId: 1,
    nextAppPasswordId: 1,
    nextFilterId: 1,
    nextUiLogId: 1,
    domains: {},
    mailboxes: {},
    creations: {},
    aliases: [],
    aliasDomains: [],
    temporaryAliases: [],
    appPasswords: [],
    filters: [],
    passwordPolicy: { length: "6", chars: "0", special_chars: "0", lowerupper: "0", numbers: "0" },
    rateLimits: {},
    spamScores: {},
    logins: [],
    logs: { api: [], ui: [], dovecot: [], postfix: [] },
  };
}
