import type { Settings } from "@/lib/config/settings";
import { createChangeFeed } from "@/lib/database/change-feed";
import { createDatabase } from "@/lib/database/create-database";
import { createRateLimits } from "@/lib/database/rate-limits";
import { createMailLogins } from "@/lib/imap/prove-login";
import { createLogger } from "@/lib/logging/create-logger";
import { createKeyring } from "@/lib/secrets/keyring";
import { createPasswordHasher } from "@/lib/secrets/password-hasher";
import type { PortalContext } from "./portal-context";

export interface ContextOptions {
  readonly settings: Settings;
  /** Of the database, wherever it runs. */
  readonly databaseUrl: string;
  /** The process: `web`, `worker`, `cli`. */
  readonly name: string;
  readonly maxConnections?: number;
}

export interface Closable {
  close(): Promise<void>;
}

/** What every process holds. Nothing is connected until first used. */
export function createPortalContext(options: ContextOptions): PortalContext & Closable {
  const { settings, name } = options;
  const database = createDatabase(options.databaseUrl, {
    applicationName: `pasture ${name}`,
    ...(options.maxConnections ? { maxConnections: options.maxConnections } : {}),
  });
  const changes = createChangeFeed(options.databaseUrl);
  return {
    database,
    changes,
    settings,
    keyring: createKeyring(settings.encryptionKeys),
    logger: createLogger({ level: settings.logLevel, name }),
    passwordHasher: createPasswordHasher(),
    rateLimits: createRateLimits(database.pool),
    mailLogins: createMailLogins({
      host: settings.mail.imapHost,
      port: settings.mail.imapPort,
      verifyTls: settings.mailcow.verifyTls,
      certificateAuthority: settings.mailcow.certificateAuthority,
    }),
    close: async () => {
      await changes.close();
      await database.close();
    },
  };
}
