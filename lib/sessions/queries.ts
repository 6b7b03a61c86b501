import type { AccountActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";

export interface SessionView {
  readonly id: string;
  readonly isCurrent: boolean;
  readonly networkAddress: string | null;
  readonly userAgent: string | null;
  readonly createdAt: Date;
  readonly seenAt: Date;
}

/** The account's live sessions, the last used first. */
export async function listSessions(
  context: Pick<PortalContext, "database">,
  actor: AccountActor,
): Promise<readonly SessionView[]> {
  const { epoch } = await context.database.prisma.account.findUniqueOrThrow({
    where: { id: actor.accountId },
    select: { epoch: true },
  });
  const sessions = await context.database.prisma.session.findMany({
    where: { accountId: actor.accountId, epoch, revokedAt: null, expiresAt: { gt: new Date() } },
    orderBy: { seenAt: "desc" },
    take: 100,
  });
  return sessions.map(({ id, address, userAgent, createdAt, seenAt }) => ({
    id,
    isCurrent: id === actor.sessionId,
    networkAddress: address,
    userAgent,
    createdAt,
    seenAt,
  }));
}
