export const scopes = [
  "*",
  "account:read",
  "mailbox:read",
  "mailbox:write",
  "mail:read",
  "mail:send",
  "mail:send-unattended",
  "admin:read",
  "admin:write",
] as const;
export type Scope = (typeof scopes)[number];

/** Somebody who has not signed in. */
export interface VisitorActor {
  readonly kind: "visitor";
  readonly networkAddress: string;
}

/** A person in a browser, or a program with that person's token. */
export interface AccountActor {
  readonly kind: "account";
  readonly accountId: string;
  readonly address: string;
  readonly role: "PERSON" | "ADMIN";
  readonly networkAddress: string;
  /** Null for a token. */
  readonly sessionId: string | null;
  /** Null is a browser session: all of the account's rights. */
  readonly scopes: readonly Scope[] | null;
  /** Of the token, where it is one. */
  readonly tokenId?: string;
  /** The only mailboxes this token may touch, none of them when all are gone; absent where it is not limited. */
  readonly mailboxIds?: readonly string[];
}

/** The worker, or whoever can run the command on the machine itself. */
export interface SystemActor {
  readonly kind: "system";
  readonly name: string;
}

export type Actor = VisitorActor | AccountActor | SystemActor;

/** Whether the actor's session or token covers this; what the account itself may do is decided apart. */
export function hasScope(actor: Actor, scope: Exclude<Scope, "*">): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind === "visitor") return false;
  return actor.scopes === null || actor.scopes.includes("*") || actor.scopes.includes(scope);
}

/** Admin rights need both: an admin's account, and a session or token that covers them and is not limited to mailboxes. */
export function isAdmin(actor: Actor, scope: "admin:read" | "admin:write"): boolean {
  if (actor.kind === "system") return true;
  if (actor.kind !== "account" || actor.mailboxIds !== undefined) return false;
  return actor.role === "ADMIN" && hasScope(actor, scope);
}
