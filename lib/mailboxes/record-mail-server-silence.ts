import type { PortalContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";

/** Lets pages say at once that the mail server does not answer; the worker's next check says when it does again. */
export async function recordMailServerSilence(context: Pick<PortalContext, "database">): Promise<void> {
  await context.database.prisma.$transaction(async (transaction) => {
    await transaction.mailServerState.createMany({ data: [{ id: 1 }], skipDuplicates: true });
    const { count } = await transaction.mailServerState.updateMany({
      where: { id: 1, OR: [{ reachable: true }, { reachable: null }] },
      data: { reachable: false, lastErrorAt: new Date() },
    });
    if (count > 0) await notifyChange(transaction, { kind: "mail-server", id: "1", accountId: null });
  });
}
