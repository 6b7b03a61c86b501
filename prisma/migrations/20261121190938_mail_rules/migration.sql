-- CreateEnum
CREATE TYPE "MailRuleAction" AS ENUM ('WEBHOOK', 'NOTIFICATION');

-- AlterTable
ALTER TABLE "webhook" ADD COLUMN     "rule_id" UUID;

-- AlterTable
ALTER TABLE "webhook_delivery" ADD COLUMN     "message_id" TEXT;

-- CreateTable
CREATE TABLE "mail_rule" (
    "id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "sender_contains" TEXT,
    "subject_contains" TEXT,
    "needs_code" BOOLEAN NOT NULL DEFAULT false,
    "needs_attachment" BOOLEAN NOT NULL DEFAULT false,
    "action" "MailRuleAction" NOT NULL,
    "mails_owner" BOOLEAN NOT NULL DEFAULT false,
    "mail_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_rule_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "notification" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "rule_id" UUID,
    "uid_validity" BIGINT NOT NULL,
    "uid" BIGINT NOT NULL,
    "head_sealed" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),
    "wants_mail" BOOLEAN NOT NULL DEFAULT false,
    "mailed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "notification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "mail_rule_mailbox_id_created_at_id_idx" ON "mail_rule"("mailbox_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "notification_account_id_created_at_id_idx" ON "notification"("account_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "notification_mailbox_id_idx" ON "notification"("mailbox_id");

-- CreateIndex
CREATE UNIQUE INDEX "notification_rule_id_uid_validity_uid_key" ON "notification"("rule_id", "uid_validity", "uid");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_rule_id_key" ON "webhook"("rule_id");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_webhook_id_message_id_key" ON "webhook_delivery"("webhook_id", "message_id");

-- AddForeignKey
ALTER TABLE "mail_rule" ADD CONSTRAINT "mail_rule_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notification" ADD CONSTRAINT "notification_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "mail_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "mail_rule"("id") ON DELETE CASCADE ON UPDATE CASCADE;


