import type { PortalContext } from "@/lib/context/portal-context";
import { notifyChange } from "@/lib/database/notifications";
import type { Inbox } from "./find-inbox";

type Marks = Pick<PortalContext, "database">;

/** How long a refused password is left alone by all processes; it does not get better by itself. */
const LEFT_ALONE_MS = 60 * 60_000;
/** In which refusals of other mailboxes count: Mailcow bans an address after ten failed logins in ten minutes. */
const COUNTED_MS = 10 * 60_000;

/** True while nobody is to try the password again: each try counts towards Mailcow's ban of the portal's address. */
export function isRefusedLately(refusedAt: Date | null): boolean {
  return refusedAt !== null && Date.now() - refusedAt.getTime() < LEFT_ALONE_MS;
}

/** Tells the other processes and open pages. A password made since is another one, and is not marked. */
export async function noteRefusedPassword(
  { database }: Marks,
  { mailboxId, passwordSealed }: Pick<Inbox, "mailboxId" | "passwordSealed">,
): Promise<void> {
  if (passwordSealed === null) return;
  const before = new Date(Date.now() - LEFT_ALONE_MS);
  await database.prisma.$transaction(async (transaction) => {
    const [marked] = await transaction.mailbox.updateManyAndReturn({
      where: {
        id: mailboxId,
        appPasswordSealed: passwordSealed,
        OR: [{ appPasswordRefusedAt: null }, { appPasswordRefusedAt: { lt: before } }],
      },
      data: { appPasswordRefusedAt: new Date() },
      select: { accountId: true },
    });
    if (marked) {
      await notifyChange(transaction, { kind: "mailbox", id: mailboxId, accountId: marked.accountId });
    }
  });
}

/** It was refused once and works again: logins had been switched off for a time. */
export async function noteAcceptedPassword(
  { database }: Marks,
  { mailboxId, passwordSealed }: Pick<Inbox, "mailboxId" | "passwordSealed">,
): Promise<void> {
  await database.prisma.mailbox.updateMany({
    where: { id: mailboxId, appPasswordSealed: passwordSealed, appPasswordRefusedAt: { not: null } },
    data: { appPasswordRefusedAt: null },
  });
}

/** Mailboxes whose password was refused within what the mail server counts together, by any process. */
export async function countRefusedPasswords({ database }: Marks): Promise<number> {
  const since = new Date(Date.now() - COUNTED_MS);
  return database.prisma.mailbox.count({ where: { appPasswordRefusedAt: { gt: since } } });
}
