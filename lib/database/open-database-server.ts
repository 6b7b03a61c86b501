import { openEmbeddedServer } from "./embedded-server";

export interface DatabaseServer {
  readonly url: string;
  /** False when an operator's server is used. */
  readonly isEmbedded: boolean;
  close(): Promise<void>;
}

export interface DatabaseServerOptions {
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

/** The operator's server when one is named, else the embedded one. Connects to neither beyond what joining needs. */
export async function openDatabaseServer(options: DatabaseServerOptions): Promise<DatabaseServer> {
  if (options.databaseUrl !== null)
    return { url: options.databaseUrl, isEmbedded: false, close: async () => {} };
  const server = await openEmbeddedServer(options);
  return { url: server.url, isEmbedded: true, close: server.close };
}
