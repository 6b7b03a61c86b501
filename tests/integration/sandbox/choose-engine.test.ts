import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSandbox } from "@/lib/sandbox/start-sandbox";

describe("choosing the mail engine", () => {
  let dataDir: string;

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "sandbox-engine-"));
    await chmod(dataDir, 0o711);
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  test("a Dovecot that ends at once is replaced by the engine in memory, and the log says so", async () => {
    const lines: string[] = [];
    const searchPath = await installBrokenDovecot();
    const sandbox = await startSandbox({
      dataDir,
      mail: "auto",
      searchPath,
      onLog: (line) => lines.push(line),
    });
    expect(sandbox.imap?.engine).toBe("memory");
    expect(lines.join("\n")).toContain("mail is kept in memory instead");
    await sandbox.stop();
  });

  test("a Dovecot that was asked for and cannot run is an error", async () => {
    const searchPath = await installBrokenDovecot();
    await expect(startSandbox({ dataDir, mail: "dovecot", searchPath })).rejects.toThrow("Dovecot ended");
  });

  test("a taken port is an error and leaves nothing running", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const apiPort = typeof address === "object" && address ? address.port : 0;
    await expect(startSandbox({ dataDir, mail: "memory", apiPort })).rejects.toThrow("EADDRINUSE");
    await expect(startSandbox({ dataDir, mail: "auto", imapPort: apiPort })).rejects.toThrow("EADDRINUSE");
    await new Promise((resolve) => taken.close(resolve));
    await (await startSandbox({ dataDir, mail: "none", apiPort })).stop();
  });

  async function installBrokenDovecot(): Promise<string> {
    const program = '#!/bin/sh\n[ "$1" = --version ] && echo "2.3.19 (broken)" && exit 0\nexit 89\n';
    await writeFile(join(dataDir, "dovecot"), program, { mode: 0o755 });
    return dataDir;
  }
});
