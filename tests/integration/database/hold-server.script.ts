// Holds the embedded server until SIGTERM. Prints the port once it is held, and `left` after leaving it.
import { openEmbeddedServer } from "@/lib/database/embedded-server";

const [dataDir = ""] = process.argv.slice(-1);
const server = await openEmbeddedServer({ dataDir, log: (line) => process.stderr.write(`${line}\n`) });
process.stdout.write(`port ${new URL(server.url).port}\n`);
const alive = setInterval(() => {}, 1_000);
process.once("SIGTERM", async () => {
  await server.close();
  clearInterval(alive);
  process.stdout.write("left\n");
});
