import { type AddressInfo, createServer } from "node:net";

/** A port that was free a moment ago, for a program that cannot choose one itself; a given port is kept. */
export async function findFreePort(host: string, given: number): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(given, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
