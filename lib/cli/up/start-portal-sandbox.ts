import { join } from "node:path";
import { removeSandboxConnection, writeSandboxConnection } from "@/lib/config/sandbox-connection";
import type { Sandbox, SandboxOptions } from "@/lib/sandbox/start-sandbox";
import { findSandboxPorts, rememberSandboxPorts } from "./sandbox-ports";

export interface PortalSandbox {
  readonly sandbox: Sandbox;
  stop(): Promise<void>;
}

/**
 * The stand-in for a Mailcow, with its data beside the portal's. Its addresses are left in the data folder, where every
 * process of this installation finds them.
 */
export async function startPortalSandbox(
  dataDir: string,
  options: Omit<SandboxOptions, "dataDir">,
): Promise<PortalSandbox> {
  // Loaded only here: an installation with a real Mailcow never runs a line of it.
  const { startSandbox } = await import("@/lib/sandbox/start-sandbox");
  const ports = { ...(await findSandboxPorts(dataDir)), ...options };
  const sandbox = await startSandbox({ ...ports, dataDir: join(dataDir, "sandbox") });
  rememberSandboxPorts(dataDir, ports);
  writeSandboxConnection(dataDir, { environment: connectionOf(sandbox), apiKey: sandbox.apiKey });
  return {
    sandbox,
    stop: async () => {
      removeSandboxConnection(dataDir);
      await sandbox.stop();
    },
  };
}

function connectionOf(sandbox: Sandbox): Record<string, string> {
  const { imap, smtp, certificateAuthorityFile } = sandbox;
  return {
    MAILCOW_API_URL: sandbox.apiUrl,
    MAILCOW_DOMAIN: sandbox.domain,
    WEBMAIL_URL: sandbox.webmailUrl,
    ...(imap ? { MAILCOW_IMAP_HOST: imap.host, MAILCOW_IMAP_PORT: String(imap.port) } : {}),
    ...(smtp ? { MAILCOW_SMTP_HOST: smtp.host, MAILCOW_SMTP_PORT: String(smtp.port) } : {}),
    ...(certificateAuthorityFile ? { MAILCOW_CA_FILE: certificateAuthorityFile } : {}),
  };
}
