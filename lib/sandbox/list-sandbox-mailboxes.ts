import { listMailboxes } from "@/lib/sandbox/find-records";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

export type SandboxMailbox = {
  readonly address: string;
  readonly active: number;
  readonly hash: string;
  readonly attributeHash: string;
  readonly customAttributes: Readonly<Record<string, unknown>>;
  readonly isTorn: boolean;
  /** Over the sandbox's whole life, deletions notwithstanding: 2 means a duplicate or a second birth. */
  readonly timesCreated: number;
};

/** Existing mailboxes, and with `timesCreated` alone those that existed once. */
export function listSandboxMailboxes(state: SandboxState): {
  readonly mailboxes: readonly SandboxMailbox[];
  readonly creations: Readonly<Record<string, number>>;
} {
  const mailboxes = listMailboxes(state).map((mailbox) => ({
    address: mailbox.username,
    active: mailbox.active,
    hash: mailbox.hash,
    attributeHash: mailbox.attributes.attribute_hash,
    customAttributes: Object.fromEntries(mailbox.customAttributes),
    isTorn: !mailbox.hasUsageRow || !mailbox.hasAliasRow,
    timesCreated: state.creations[mailbox.username] ?? 0,
  }));
  return { mailboxes, creations: { ...state.creations } };
}
