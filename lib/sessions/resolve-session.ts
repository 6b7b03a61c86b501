import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { hashToken, isWellFormedToken } from "@/lib/secrets/token";
import { SEEN_EVERY_MS, SESSION_LIFETIME } from "./policy";

/**
 * Who a session id stands for, or null when it is unknown, ended, expired, unused for too long, older than the
 * account's last password change, or the account was disabled. One indexed read; asked on every request, so that
 * ending a session works at once.
 */
export async function resolveSession(
  context: Pick<PortalContext, "database">,
  sid: string,
  networkAddress: string,
): Promise<AccountActor | null> {
  if (!isWellFormedToken("sid", sid)) return null;
  const session = await context.database.prisma.session.findUnique({
    where: { sidHash: hashToken(sid) },
    include: { account: { select: { address: true, role: true, state: true, epoch: true } } },
  });
  if (!session) return null;
  const { account } = session;
  const now = Date.now();
  const isLive =
    session.revokedAt === null &&
    session.epoch === account.epoch &&
    account.state === "ACTIVE" &&
    session.expiresAt.getTime() > now &&
    now - session.seenAt.getTime() < SESSION_LIFETIME[account.role].idleMs;
  if (!isLive) return null;
  if (now - session.seenAt.getTime() > SEEN_EVERY_MS) {
    await context.database.prisma.session.updateMany({
      where: { id: session.id, revokedAt: null },
      data: { seenAt: new Date(now), address: networkAddress },
    });
  }
  return {
    kind: "account",
    accountId: session.accountId,
    address: account.address,
    role: account.role,
    networkAddress,
    sessionId: session.id,
    scopes: null,
  };
}
