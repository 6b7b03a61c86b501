import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import type { WebhookEvent } from "@/lib/notifications/schema";

/** How far the mail of a mailbox has been reported, with the right to look at it until the next look is due. */
export interface ClaimedWatch {
  readonly mailboxId: string;
  /** Null until the mailbox was first looked at. */
  readonly position: WatchPosition | null;
  readonly failures: number;
  /** When the first of those that listen now began to. */
  readonly mailSince: Date;
  /** By the database's clock. */
  readonly claimedAt: Date;
}

export interface WatchPosition {
  readonly uidValidity: string;
  readonly lastUid: number;
  readonly lookedAt: Date;
}

export interface ClaimOptions {
  readonly limit: number;
  /** Seconds until the same mailbox is due again. */
  readonly everySeconds: number;
}

const EVENT: WebhookEvent = "message.received";

/**
 * Takes the mailboxes whose look is due and that somebody listens to, the longest due first; two workers never get
 * the same. Webhooks listen, and so do the mailbox's own rules. With nobody listening this is
 * two small queries.
 */
export async function claimDueWatches(
  { database }: Pick<PortalContext, "database">,
  options: ClaimOptions,
): Promise<readonly ClaimedWatch[]> {
  const { prisma } = database;
  const webhook = await prisma.webhook.findFirst({ where: { isActive: true, events: { has: EVENT } } });
  const rule = await prisma.mailRule.findFirst({ where: { isActive: true } });
  if (!webhook && !rule) return [];
  await forgetGone(prisma);
  if (webhook) await watchForWebhooks(prisma);
  if (rule) await watchForRules(prisma);
  const rows = await claim(prisma, options);
  return rows.map(({ uidValidity, lastUid, lookedAt, ...row }) => ({
    ...row,
    position:
      uidValidity === null || lastUid === null || lookedAt === null
        ? null
        : { uidValidity: String(uidValidity), lastUid: Number(lastUid), lookedAt },
  }));
}

async function forgetGone(prisma: Transaction): Promise<void> {
  await prisma.$executeRaw`
    delete from mailbox_watch w using mailbox m
    where m.id = w.mailbox_id and m.state = 'DELETED' and w.next_look_at <= now()`;
}

/** A watch for each mailbox that a webhook listens to. */
async function watchForWebhooks(prisma: Transaction): Promise<void> {
  await prisma.$executeRaw`
    insert into mailbox_watch (mailbox_id)
    select m.id from mailbox m
    where m.state = 'ACTIVE'
      and not exists (select from mailbox_watch w where w.mailbox_id = m.id)
      and exists (
        select from webhook h
        where h.is_active and ${EVENT} = any(h.events) and (h.account_id is null or h.account_id = m.account_id)
      )
    on conflict do nothing`;
}

/** And for each that has a rule; from the rules' side, because most mailboxes have none. */
async function watchForRules(prisma: Transaction): Promise<void> {
  await prisma.$executeRaw`
    insert into mailbox_watch (mailbox_id)
    select distinct r.mailbox_id from mail_rule r
    join mailbox m on m.id = r.mailbox_id and m.state = 'ACTIVE'
    where r.is_active and not exists (select from mailbox_watch w where w.mailbox_id = r.mailbox_id)
    on conflict do nothing`;
}

interface ClaimedRow extends Omit<ClaimedWatch, "position"> {
  readonly uidValidity: bigint | null;
  readonly lastUid: bigint | null;
  readonly lookedAt: Date | null;
}

async function claim(prisma: Transaction, options: ClaimOptions): Promise<readonly ClaimedRow[]> {
  return prisma.$queryRaw<ClaimedRow[]>`
    with due as (
      select w.mailbox_id, listener.mail_since
      from mailbox_watch w
      join mailbox m on m.id = w.mailbox_id and m.state = 'ACTIVE'
      cross join lateral (
        select min(mail_since) as mail_since from (
          select h.mail_since from webhook h
          where h.is_active and ${EVENT} = any(h.events) and (h.account_id is null or h.account_id = m.account_id)
          union all
          select r.mail_since from mail_rule r where r.mailbox_id = m.id and r.is_active
        ) listening
      ) listener
      where w.next_look_at <= now() and listener.mail_since is not null
      order by w.next_look_at limit ${options.limit}
      for update of w skip locked
    )
    update mailbox_watch w set next_look_at = now() + make_interval(secs => ${options.everySeconds})
    from due where due.mailbox_id = w.mailbox_id
    returning w.mailbox_id as "mailboxId", w.uid_validity as "uidValidity", w.last_uid as "lastUid",
      w.looked_at as "lookedAt", w.failures, due.mail_since as "mailSince", now() as "claimedAt"`;
}
