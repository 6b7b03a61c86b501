import { type AccountActor, type Actor, hasScope, type Scope } from "./actor";

/** What a call is about: single mailboxes, or the account with whatever it has and will have. */
export type Reach = "mailbox" | "account";

/** Of a call or tool, before anything is looked up. */
export interface Demand {
  readonly scope: Exclude<Scope, "*">;
  readonly reach: Reach;
}

/** Why the actor's token may not make a call at all, whoever's mailbox it is about; null where it may. */
export function findObstacle(
  actor: Actor,
  { scope, reach }: Demand,
): "insufficient-scope" | "token-bound" | null {
  if (!hasScope(actor, scope)) return "insufficient-scope";
  return reach === "account" && isBound(actor) ? "token-bound" : null;
}

/** True of a token that is limited to some mailboxes, also when none of them is left. */
export function isBound(actor: Actor): boolean {
  return actor.kind === "account" && actor.mailboxIds !== undefined;
}

/**
 * Which mailboxes are the actor's, for queries: of the account, and within what the token is limited to. Under `AND`,
 * so that it does not fight with an id that is asked for beside it.
 */
export function heldMailboxes({ accountId, mailboxIds }: AccountActor) {
  return { AND: [{ accountId, ...(mailboxIds === undefined ? {} : { id: { in: [...mailboxIds] } }) }] };
}

/** The same of a row that is known: no other place decides whether a mailbox is an account's. */
export function holdsMailbox(
  actor: Actor,
  mailbox: { readonly id: string; readonly accountId: string | null },
): boolean {
  if (actor.kind !== "account" || mailbox.accountId !== actor.accountId) return false;
  return actor.mailboxIds === undefined || actor.mailboxIds.includes(mailbox.id);
}
