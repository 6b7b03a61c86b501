
-- CreateEnum
CREATE TYPE "MailboxPurpose" AS ENUM ('PERSON', 'TEMPORARY');

-- CreateEnum
CREATE TYPE "CleanUpKind" AS ENUM ('EXPIRED', 'INACTIVE', 'QUOTA');

-- CreateEnum
CREATE TYPE "CleanUpState" AS ENUM ('RUNNING', 'DONE', 'REFUSED', 'FAILED');

-- DropIndex
DROP INDEX "mailbox_created_at_id_idx";

-- DropIndex
DROP INDEX "mailbox_domain_name_created_at_id_idx";

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "is_premium" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "domain" ADD COLUMN     "cap_per_day" INTEGER,
ADD COLUMN     "cap_per_person" INTEGER,
ADD COLUMN     "cap_total" INTEGER,
ADD COLUMN     "credentials_key" TEXT,
ADD COLUMN     "default_quota_mib" INTEGER,
ADD COLUMN     "imap_host" TEXT,
ADD COLUMN     "imap_port" INTEGER,
ADD COLUMN     "is_premium" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "registration_mode" TEXT,
ADD COLUMN     "temporary_allowed" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "visitors_allowed" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "mailbox" ADD COLUMN     "backend" "DomainKind" NOT NULL DEFAULT 'MANAGED',
ADD COLUMN     "expires_at" TIMESTAMPTZ(3),
ADD COLUMN     "expiry_warned_at" TIMESTAMPTZ(3),
ADD COLUMN     "mail_may_remain" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "owner_secret_hash" TEXT,
ADD COLUMN     "password_sealed" TEXT,
ADD COLUMN     "purpose" "MailboxPurpose" NOT NULL DEFAULT 'PERSON',
ADD COLUMN     "read_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "shared_credentials" (
    "key" TEXT NOT NULL,
    "username" TEXT NOT NULL,
    "password_sealed" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "shared_credentials_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "clean_up_run" (
    "id" UUID NOT NULL,
    "kind" "CleanUpKind" NOT NULL,
    "state" "CleanUpState" NOT NULL DEFAULT 'RUNNING',
    "is_dry_run" BOOLEAN NOT NULL DEFAULT false,
    "started_by" TEXT NOT NULL,
    "reason" TEXT,
    "planned" INTEGER NOT NULL DEFAULT 0,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "ms_per_item" INTEGER,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "clean_up_run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "clean_up_item" (
    "id" UUID NOT NULL,
    "run_id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "outcome" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "clean_up_item_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook" (
    "id" UUID NOT NULL,
    "account_id" UUID,
    "url" TEXT NOT NULL,
    "secret_sealed" TEXT NOT NULL,
    "events" TEXT[],
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "id" UUID NOT NULL,
    "webhook_id" UUID NOT NULL,
    "event" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "response_status" INTEGER,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "next_attempt_at" TIMESTAMPTZ(3),
    "delivered_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "usage_day" (
    "day" DATE NOT NULL,
    "domain_name" TEXT NOT NULL,
    "created" INTEGER NOT NULL DEFAULT 0,
    "expired" INTEGER NOT NULL DEFAULT 0,
    "active" INTEGER NOT NULL DEFAULT 0,
    "stored_bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "usage_day_pkey" PRIMARY KEY ("day","domain_name")
);

-- CreateIndex
CREATE INDEX "clean_up_run_started_at_idx" ON "clean_up_run"("started_at");

-- CreateIndex
CREATE INDEX "clean_up_item_mailbox_id_idx" ON "clean_up_item"("mailbox_id");

-- CreateIndex
CREATE UNIQUE INDEX "clean_up_item_run_id_mailbox_id_key" ON "clean_up_item"("run_id", "mailbox_id");

-- CreateIndex
CREATE INDEX "webhook_account_id_idx" ON "webhook"("account_id");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_created_at_idx" ON "webhook_delivery"("webhook_id", "created_at");

-- CreateIndex
CREATE INDEX "mailbox_domain_name_id_idx" ON "mailbox"("domain_name", "id");

-- CreateIndex
CREATE INDEX "mailbox_state_id_idx" ON "mailbox"("state", "id");

-- CreateIndex
CREATE INDEX "mailbox_purpose_expires_at_idx" ON "mailbox"("purpose", "expires_at");

-- CreateIndex
CREATE INDEX "mailbox_owner_secret_hash_idx" ON "mailbox"("owner_secret_hash");

-- AddForeignKey
ALTER TABLE "domain" ADD CONSTRAINT "domain_credentials_key_fkey" FOREIGN KEY ("credentials_key") REFERENCES "shared_credentials"("key") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clean_up_item" ADD CONSTRAINT "clean_up_item_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "clean_up_run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_webhook_id_fkey" FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE CASCADE ON UPDATE CASCADE;


