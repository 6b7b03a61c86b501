import type { Settings } from "@/lib/config/settings";
import type { ChangeFeed } from "@/lib/database/change-feed";
import type { Database } from "@/lib/database/create-database";
import type { RateLimits } from "@/lib/database/rate-limits";
import type { MailLogins } from "@/lib/imap/prove-login";
import type { Logger } from "@/lib/logging/create-logger";
import type { MailcowClient } from "@/lib/mailcow/create-mailcow-client";
import type { Keyring } from "@/lib/secrets/keyring";
import type { PasswordHasher } from "@/lib/secrets/password-hasher";
import type { Webmail } from "@/lib/webmail/probe-webmail";

/** Everything a service may touch. A service names its part with `Pick`, and a test passes exactly that. */
export interface PortalContext {
  readonly database: Database;
  /** What other processes changed, as it happens. */
  readonly changes: ChangeFeed;
  readonly settings: Settings;
  readonly keyring: Keyring;
  readonly logger: Logger;
  readonly passwordHasher: PasswordHasher;
  readonly rateLimits: RateLimits;
  /** Real logins over IMAP, with passwords known to be right. */
  readonly mailLogins: MailLogins;
}

/** What only the worker and the CLI hold: the administrator's key to the whole mail server. */
export interface WorkerContext extends PortalContext {
  readonly mailcow: MailcowClient;
  readonly webmail: Webmail;
}
