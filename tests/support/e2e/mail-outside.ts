import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import type { PortalUnderTest } from "./portal-under-test";

/** The operator's relay, as SMTP_URL names it. The tests run in other processes, so what it takes lies in files. */
export async function startMailOutside(
  folder: string,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const server = new SMTPServer({
    disabledCommands: ["STARTTLS", "AUTH"],
    onData: async (stream, _session, done) => {
      const source = await text(stream);
      count += 1;
      const path = join(folder, `${count}.eml`);
      writeFileSync(`${path}.part`, source);
      renameSync(`${path}.part`, path);
      done();
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** Links in mail to this address elsewhere, each once; soft line breaks undone (RFC 2045, 6.7). */
export function findMailedLinks(
  { outsideFolder }: Pick<PortalUnderTest, "outsideFolder">,
  address: string,
): string[] {
  const sources = readdirSync(outsideFolder)
    .filter((name) => name.endsWith(".eml"))
    .map((name) => readFileSync(join(outsideFolder, name), "utf8").replace(/=\r?\n/g, ""))
    .filter((source) => source.includes(`To: ${address}`));
  const links = sources.flatMap((source) => source.replaceAll("=3D", "=").match(/https?:\/\/\S+/g) ?? []);
  return [...new Set(links)];
}
