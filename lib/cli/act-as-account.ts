import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { CommandFailure } from "./command-failure";

/** The account of this address as if its person had signed in here: what is made is that account's. */
export async function actAsAccount(
  context: Pick<PortalContext, "database">,
  address: string,
): Promise<AccountActor> {
  const account = await context.database.prisma.account.findUnique({
    where: { address: address.toLowerCase() },
  });
  if (!account) throw new CommandFailure("not-found", `There is no account ${address}.`);
  return {
    kind: "account",
    accountId: account.id,
    address: account.address,
    role: account.role,
    networkAddress: "127.0.0.1",
    sessionId: null,
    scopes: null,
  };
}
