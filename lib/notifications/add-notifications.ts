import { randomUUID } from "node:crypto";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import type { MailRule } from "@/lib/database/models";
import { notifyChange } from "@/lib/database/notifications";
import type { EventMailbox, MessageEvent } from "./emit-event";
import { sealHead } from "./notification-head";
import { NOTIFICATIONS_KEPT } from "./policy";
import { queueNotificationMail } from "./queue-notification-mail";

interface NotedMessage {
  readonly uidValidity: string;
  readonly uid: number;
  readonly message: MessageEvent["message"];
}

/**
 * Shows messages to the owner of the mailbox, in the caller's transaction; of one that this rule has shown already
 * nothing more is made. The account's oldest notifications make room.
 */
export async function addNotifications(
  context: Pick<PortalContext, "keyring">,
  transaction: Transaction,
  rule: Pick<MailRule, "id" | "name" | "mailsOwner">,
  mailbox: EventMailbox,
  messages: readonly NotedMessage[],
): Promise<void> {
  const { id: mailboxId, accountId } = mailbox;
  if (accountId === null) return;
  const { count } = await transaction.notification.createMany({
    data: messages.map(({ uidValidity, uid, message }) => {
      const id = randomUUID();
      const head = { ruleName: rule.name, from: message.from, subject: message.subject };
      return {
        id,
        accountId,
        mailboxId,
        ruleId: rule.id,
        uidValidity: BigInt(uidValidity),
        uid: BigInt(uid),
        headSealed: sealHead(context, id, head),
        receivedAt: message.receivedAt,
        wantsMail: rule.mailsOwner,
      };
    }),
    skipDuplicates: true,
  });
  if (count === 0) return;
  await transaction.$executeRaw`
    delete from notification where id in (
      select id from notification where account_id = ${accountId}::uuid
      order by created_at desc, uid desc, id desc offset ${NOTIFICATIONS_KEPT}
    )`;
  if (rule.mailsOwner) await queueNotificationMail(transaction, accountId);
  await notifyChange(transaction, { kind: "notification", id: mailboxId, accountId });
}
