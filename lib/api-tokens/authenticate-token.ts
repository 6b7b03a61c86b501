import ipaddr from "ipaddr.js";
import { type AccountActor, type Scope, scopes } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { hashToken, isWellFormedToken } from "@/lib/secrets/token";
import { TOKEN_PREFIX } from "./create-token";

const USED_EVERY_MS = 60_000;

export interface TokenBearer {
  readonly actor: AccountActor;
  readonly tokenId: string;
}

/**
 * Who a bearer token stands for, or null: unknown, revoked, expired, from elsewhere, its account disabled, or limited to
 * mailboxes of which none is left.
 */
export async function authenticateToken(
  context: Pick<PortalContext, "database">,
  token: string,
  networkAddress: string,
): Promise<TokenBearer | null> {
  if (!isWellFormedToken(TOKEN_PREFIX, token)) return null;
  const row = await context.database.prisma.apiToken.findUnique({
    where: { hash: hashToken(token) },
    include: {
      account: { select: { address: true, role: true, state: true } },
      mailboxes: { select: { mailbox: { select: { id: true, accountId: true, state: true } } } },
    },
  });
  const now = Date.now();
  if (!row || row.revokedAt || row.account.state !== "ACTIVE") return null;
  if (row.expiresAt && row.expiresAt.getTime() <= now) return null;
  if (row.networks.length > 0 && !row.networks.some((network) => isWithin(networkAddress, network)))
    return null;
  // Whether it is limited is not read off the list, which mailboxes leave: no list left is no right left.
  const mailboxIds = row.mailboxes
    .filter(({ mailbox }) => mailbox.accountId === row.accountId && mailbox.state !== "DELETED")
    .map(({ mailbox }) => mailbox.id);
  if (row.isBound && mailboxIds.length === 0) return null;
  if (!row.lastUsedAt || now - row.lastUsedAt.getTime() > USED_EVERY_MS) {
    await context.database.prisma.apiToken.update({
      where: { id: row.id },
      data: { lastUsedAt: new Date(now) },
    });
  }
  return {
    tokenId: row.id,
    actor: {
      kind: "account",
      accountId: row.accountId,
      address: row.account.address,
      role: row.account.role,
      networkAddress,
      sessionId: null,
      scopes: row.scopes.filter(isScope),
      tokenId: row.id,
      ...(row.isBound ? { mailboxIds } : {}),
    },
  };
}

function isScope(text: string): text is Scope {
  return scopes.some((scope) => scope === text);
}

function isWithin(address: string, network: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  const [range, bits] = network.includes("/")
    ? ipaddr.parseCIDR(network)
    : [ipaddr.process(network), ipaddr.process(network).kind() === "ipv4" ? 32 : 128];
  return parsed.kind() === range.kind() && parsed.match(range, bits);
}
