import {
  findDomain,
  findDomainOrTarget,
  findMailbox,
  isTemporaryAliasAlive,
} from "@/lib/sandbox/find-records";
import type { SandboxState } from "@/lib/sandbox/sandbox-state";

const MAXIMUM_DEPTH = 10;
const SPECIAL_HOST = "@localhost";

/** Where mail for one address goes. `outside` are targets the sandbox does not send to. */
export type Expansion =
  | { readonly kind: "unknown" }
  | { readonly kind: "outside" }
  | { readonly kind: "local"; readonly mailboxes: readonly string[]; readonly outside: readonly string[] };

/** Follows aliases, catch-alls, temporary aliases and alias domains as Postfix does on a Mailcow server. */
export function expandRecipient(state: SandboxState, address: string): Expansion {
  const recipient = address.toLowerCase();
  if (!findDomainOrTarget(state, domainOf(recipient))) return { kind: "outside" };
  const found: Found = { mailboxes: new Set(), outside: new Set(), isAnyTarget: false };
  follow(state, recipient, found, 0);
  if (!found.isAnyTarget) return { kind: "unknown" };
  return { kind: "local", mailboxes: [...found.mailboxes], outside: [...found.outside] };
}

/** True for the address itself and for aliases and lists that allow this user to send as them. */
export function maySendAs(state: SandboxState, username: string, sender: string): boolean {
  const from = sender.toLowerCase();
  if (from === username) return true;
  const mailbox = findMailbox(state, username);
  const isListed = mailbox?.senderAcl.some(
    (entry) => entry === "*" || from === entry || from.endsWith(entry),
  );
  if (isListed) return true;
  return state.aliases.some(
    (alias) =>
      alias.address === from &&
      alias.active === 1 &&
      alias.senderAllowed === 1 &&
      alias.goto.split(",").includes(username),
  );
}

type Found = { readonly mailboxes: Set<string>; readonly outside: Set<string>; isAnyTarget: boolean };

function follow(state: SandboxState, address: string, found: Found, depth: number): void {
  if (depth > MAXIMUM_DEPTH) return;
  if (address.endsWith(SPECIAL_HOST)) {
    found.isAnyTarget = true;
    return;
  }
  const targets = findTargets(state, address);
  if (targets) {
    for (const target of targets) follow(state, target, found, depth + 1);
    return;
  }
  if (findMailbox(state, address)) {
    if (!isReceiving(state, address)) return;
    found.isAnyTarget = true;
    found.mailboxes.add(address);
  } else if (!findDomainOrTarget(state, domainOf(address))) {
    found.isAnyTarget = true;
    found.outside.add(address);
  }
}

/** Null when nothing redirects the address; a mailbox comes before its domain's catch-all. */
function findTargets(state: SandboxState, address: string): readonly string[] | null {
  const exact = state.aliases.find((alias) => alias.address === address && alias.active === 1);
  if (exact) return exact.goto.split(",");
  const temporary = state.temporaryAliases.find((alias) => alias.address === address);
  if (temporary) return isTemporaryAliasAlive(temporary) ? [temporary.goto] : null;
  if (findMailbox(state, address)) return null;
  const domain = domainOf(address);
  const target = state.aliasDomains.find((entry) => entry.aliasDomain === domain && entry.active === 1);
  if (target) return [`${address.slice(0, address.lastIndexOf("@"))}@${target.targetDomain}`];
  const catchAll = state.aliases.find((alias) => alias.address === `@${domain}` && alias.active === 1);
  return catchAll ? catchAll.goto.split(",") : null;
}

/** Inactive mailboxes refuse mail; those that only may not log in (2) take it, torn ones do not. */
function isReceiving(state: SandboxState, address: string): boolean {
  const mailbox = findMailbox(state, address);
  return (
    mailbox !== null &&
    mailbox.active !== 0 &&
    mailbox.hasAliasRow &&
    findDomain(state, mailbox.domain)?.active === 1
  );
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf("@") + 1);
}
