import { createServer } from "node:net";
import { CommandFailure } from "./command-failure";

/** Asked before anything slow is started. Throws a failure that names the port and what to do. */
export async function refuseTakenPort(port: number): Promise<void> {
  const code = await tryToListen(port);
  if (code === null) return;
  const why = code === "EACCES" ? "may not be used by this user" : "is taken by another program";
  throw new CommandFailure(
    "port-taken",
    `Port ${port} ${why}. Choose another one, for example: PORT=${port + 1} npm run up`,
  );
}

function tryToListen(port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error) => resolve("code" in error ? String(error.code) : "EADDRINUSE"));
    server.listen(port, () => server.close(() => resolve(null)));
  });
}
