import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { findFreePort } from "@/lib/database/free-port";

const portsSchema = z.object({ apiPort: z.number(), imapPort: z.number(), smtpPort: z.number() });

export type SandboxPorts = z.infer<typeof portsSchema>;

/** Where a first sandbox listens; another one on the same machine takes what is free. */
const FIRST_PORTS: SandboxPorts = { apiPort: 8943, imapPort: 9993, smtpPort: 5587 };

/** The ports this data folder's sandbox had last time, so that mail programs find it again; one that is taken is replaced. */
export async function findSandboxPorts(dataDir: string): Promise<SandboxPorts> {
  const wished = readPorts(dataDir);
  return {
    apiPort: await findFreePort(wished.apiPort),
    imapPort: await findFreePort(wished.imapPort),
    smtpPort: await findFreePort(wished.smtpPort),
  };
}

export function rememberSandboxPorts(dataDir: string, ports: SandboxPorts): void {
  mkdirSync(dirname(fileOf(dataDir)), { recursive: true, mode: 0o700 });
  writeFileSync(fileOf(dataDir), `${JSON.stringify(ports)}\n`);
}

function readPorts(dataDir: string): SandboxPorts {
  try {
    return portsSchema.parse(JSON.parse(readFileSync(fileOf(dataDir), "utf8")));
  } catch {
    return FIRST_PORTS;
  }
}

const fileOf = (dataDir: string) => join(dataDir, "sandbox", "ports.json");
