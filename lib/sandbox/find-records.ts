import type { DomainRecord } from "@/lib/sandbox/domain-record";
import type { MailboxRecord } from "@/lib/sandbox/mailbox-record";
import type { AliasRecord, SandboxState, TemporaryAliasRecord } from "@/lib/sandbox/sandbox-state";
import { nowInSeconds } from "@/lib/sandbox/server-time";

export function findMailbox(state: SandboxState, username: string): MailboxRecord | null {
  return own(state.mailboxes, username.toLowerCase());
}

export function findDomain(state: SandboxState, name: string): DomainRecord | null {
  return own(state.domains, name);
}

/** The domain itself, or the target of an alias domain. */
export function findDomainOrTarget(state: SandboxState, name: string): DomainRecord | null {
  const target = state.aliasDomains.find((entry) => entry.aliasDomain === name)?.targetDomain;
  return findDomain(state, target ?? name);
}

export function findAliasDomain(state: SandboxState, name: string) {
  return state.aliasDomains.find((entry) => entry.aliasDomain === name) ?? null;
}

export function findAlias(state: SandboxState, address: string): AliasRecord | null {
  return state.aliases.find((alias) => alias.address === address) ?? null;
}

export function findTemporaryAlias(state: SandboxState, address: string): TemporaryAliasRecord | null {
  return state.temporaryAliases.find((alias) => alias.address === address) ?? null;
}

export function isTemporaryAliasAlive(alias: TemporaryAliasRecord): boolean {
  return alias.permanent === 1 || alias.validUntil > nowInSeconds();
}

/** In the order of their names, which is the order of Mailcow's primary key. */
export function listMailboxesOf(state: SandboxState, domain: string): MailboxRecord[] {
  return byName(Object.values(state.mailboxes).filter((mailbox) => mailbox.domain === domain));
}

export function listMailboxes(state: SandboxState): MailboxRecord[] {
  return byName(Object.values(state.mailboxes));
}

function byName(mailboxes: MailboxRecord[]): MailboxRecord[] {
  return mailboxes.sort((left, right) => (left.username < right.username ? -1 : 1));
}

function own<Value>(record: Record<string, Value>, key: string): Value | null {
  return Object.hasOwn(record, key) ? (record[key] ?? null) : null;
}
