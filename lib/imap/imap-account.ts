import { createHash } from "node:crypto";
import type { ImapServer } from "./prove-login";

/** One login on one mail server. */
export interface ImapAccount {
  readonly server: ImapServer;
  readonly user: string;
  /** Only ever one the portal made or an admin stored, never one typed just now: failed logins ban networks. */
  readonly password: string;
  /**
   * Who named the host. The operator's may lie anywhere; one that an admin typed into a form is resolved by the
   * guard against forged requests, and the connection goes to the very address that passed it.
   */
  readonly hostNamedBy: "operator" | "admin";
}

/** Tells accounts apart without holding the password: a new password is a new account to the pool. */
export function accountKey(account: ImapAccount): string {
  const { server, user, password } = account;
  return createHash("sha256")
    .update(JSON.stringify([server.host, server.port, user, password]))
    .digest("base64url");
}

export function serverKey(account: ImapAccount): string {
  return `${account.server.host.toLowerCase()}:${account.server.port}`;
}
