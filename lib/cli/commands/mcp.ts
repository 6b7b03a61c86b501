import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { readCaller } from "@/lib/config/caller";
import type { AccountActor, Scope } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { CommandFailure } from "../command-failure";
import { untilAskedToEnd } from "../process-lifetime";

interface Options {
  readonly tokenFile?: string;
  readonly account?: string;
  readonly unattended?: boolean;
}

const AGENT_SCOPES: readonly Scope[] = ["mailbox:read", "mailbox:write", "mail:read", "mail:send"];

export function addMcpCommand(program: Command): void {
  program
    .command("mcp")
    .description("serve mailboxes to an agent: the Model Context Protocol on standard input and output")
    .option("--token-file <file>", "act by the token in this file; PASTURE_TOKEN holds one as well")
    .option("--account <address>", "as the operator of this machine: act for this account, without a token")
    .option("--unattended", "with --account: send without the owner's approval")
    .action(serveMcp);
}

async function serveMcp(options: Options): Promise<void> {
  const token = await readToken(options);
  const [{ withMail }, { createMcpServer }, { StdioServerTransport }] = await Promise.all([
    import("../with-mail"),
    import("@/lib/mcp/create-mcp-server"),
    import("@modelcontextprotocol/sdk/server/stdio.js"),
  ]);
  await withMail(async (context) => {
    const findActor = await chooseActor(context, token, options);
    const server = createMcpServer(context, findActor);
    // The client's end of the pipe is the agreed way to say that it is over.
    const left = new Promise<void>((resolveLeft) => process.stdin.once("end", resolveLeft));
    await server.connect(new StdioServerTransport());
    await Promise.race([
      left,
      untilAskedToEnd(
        async () => {},
        () => process.exit(1),
      ),
    ]);
    await server.close();
  });
}

async function readToken({ tokenFile, account }: Options): Promise<string | null> {
  const caller = readCaller();
  if (account !== undefined) return null;
  if (tokenFile === undefined) {
    if (caller.token !== null) return caller.token;
    throw new CommandFailure("usage", "Set PASTURE_TOKEN, or give --token-file or --account.", 2);
  }
  try {
    return (await readFile(resolve(caller.folder, tokenFile), "utf8")).trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
    throw new CommandFailure("unreadable-file", `${tokenFile} cannot be read (${code}).`, 2);
  }
}

/** Throws at the start for a token that opens nothing; one that is revoked later opens nothing from then on. */
async function chooseActor(
  context: Pick<PortalContext, "database">,
  token: string | null,
  { account, unattended }: Options,
): Promise<() => Promise<AccountActor | null>> {
  const [{ authenticateToken }, { actAsAccount }] = await Promise.all([
    import("@/lib/api-tokens/authenticate-token"),
    import("../act-as-account"),
  ]);
  if (token === null) {
    const person = await actAsAccount(context, account ?? "");
    const scopes = unattended ? [...AGENT_SCOPES, "mail:send-unattended" as const] : AGENT_SCOPES;
    return async () => ({ ...person, scopes });
  }
  const findBearer = () => authenticateToken(context, token, "127.0.0.1");
  if (!(await findBearer())) throw new CommandFailure("invalid-token", "The token opens nothing here.");
  return async () => (await findBearer())?.actor ?? null;
}
