-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateEnum
CREATE TYPE "AccountRole" AS ENUM ('PERSON', 'ADMIN');

-- CreateEnum
CREATE TYPE "AccountState" AS ENUM ('ACTIVE', 'DISABLED');

-- CreateEnum
CREATE TYPE "DomainKind" AS ENUM ('MANAGED', 'LEGACY');

-- CreateEnum
CREATE TYPE "AddressClaimState" AS ENUM ('IN_USE', 'RETIRED');

-- CreateEnum
CREATE TYPE "MailboxState" AS ENUM ('PENDING', 'PROVISIONING', 'ACTIVE', 'DISABLED', 'NEEDS_USER', 'NEEDS_ADMIN', 'DELETING', 'DELETED');

-- CreateEnum
CREATE TYPE "OperationKind" AS ENUM ('PROVISION_MAILBOX', 'CHANGE_MAILBOX_PASSWORD', 'UPDATE_MAILBOX', 'DELETE_MAILBOX');

-- CreateEnum
CREATE TYPE "OperationState" AS ENUM ('QUEUED', 'RUNNING', 'WAITING', 'DONE', 'NEEDS_USER', 'NEEDS_ADMIN', 'CANCELLED');

-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "display_name" TEXT NOT NULL DEFAULT '',
    "role" "AccountRole" NOT NULL DEFAULT 'PERSON',
    "state" "AccountState" NOT NULL DEFAULT 'ACTIVE',
    "password_hash" TEXT NOT NULL,
    "epoch" INTEGER NOT NULL DEFAULT 0,
    "locale" TEXT,
    "theme" TEXT,
    "recovery_email" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "sid_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "epoch" INTEGER NOT NULL,
    "network_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "sign_in_device" (
    "id" UUID NOT NULL,
    "token_hash" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "sign_in_device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "domain" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "DomainKind" NOT NULL DEFAULT 'MANAGED',
    "registration_open" BOOLEAN NOT NULL DEFAULT true,
    "position" INTEGER NOT NULL DEFAULT 0,
    "exists_in_mailcow" BOOLEAN,
    "active_in_mailcow" BOOLEAN,
    "max_mailboxes" INTEGER,
    "mailboxes_left" INTEGER,
    "max_mailbox_quota_mib" INTEGER,
    "quota_left_mib" INTEGER,
    "seen_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "domain_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "address_claim" (
    "id" UUID NOT NULL,
    "address" TEXT,
    "address_hash" TEXT NOT NULL,
    "skeleton_hash" TEXT NOT NULL,
    "state" "AddressClaimState" NOT NULL DEFAULT 'IN_USE',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "address_claim_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "mailbox" (
    "id" UUID NOT NULL,
    "account_id" UUID,
    "address_claim_id" UUID NOT NULL,
    "address" TEXT,
    "domain_name" TEXT NOT NULL,
    "display_name" TEXT NOT NULL DEFAULT '',
    "state" "MailboxState" NOT NULL DEFAULT 'PENDING',
    "reason" TEXT,
    "quota_mib" INTEGER NOT NULL,
    "used_bytes" BIGINT,
    "message_count" INTEGER,
    "force_password_update" BOOLEAN NOT NULL DEFAULT false,
    "protocols" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "last_login_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "refresh_requested_at" TIMESTAMPTZ(3),
    "ownership_marker" TEXT,
    "created_in_mailcow" TEXT,
    "app_password_name" TEXT,
    "app_password_sealed" TEXT,
    "app_password_ready_at" TIMESTAMPTZ(3),
    "made_at" TIMESTAMPTZ(3),
    "login_proven_at" TIMESTAMPTZ(3),
    "webmail_ready_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operation" (
    "id" UUID NOT NULL,
    "kind" "OperationKind" NOT NULL,
    "state" "OperationState" NOT NULL DEFAULT 'QUEUED',
    "mailbox_id" UUID NOT NULL,
    "account_id" UUID,
    "marker" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "fence" INTEGER NOT NULL DEFAULT 0,
    "login_refusals" INTEGER NOT NULL DEFAULT 0,
    "reason" TEXT,
    "password_hash_sealed" TEXT,
    "change" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "flagged_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "networks" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "token_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "status" INTEGER,
    "response_sealed" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("token_id","key")
);

-- CreateTable
CREATE TABLE "audit_event" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_kind" TEXT NOT NULL,
    "actor_account_id" UUID,
    "action" TEXT NOT NULL,
    "subject_kind" TEXT,
    "subject_id" TEXT,
    "result" TEXT NOT NULL,
    "network_address" TEXT,
    "detail" JSONB,

    CONSTRAINT "audit_event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" UUID NOT NULL,
    "purpose" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "account_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance_fact" (
    "name" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "instance_fact_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "mail_server_state" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "reachable" BOOLEAN,
    "last_answer_at" TIMESTAMPTZ(3),
    "last_error_code" TEXT,
    "last_error_at" TIMESTAMPTZ(3),
    "version" TEXT,
    "password_policy" JSONB,
    "webmail_ready" BOOLEAN,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mail_server_state_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "worker_heartbeat" (
    "worker_id" TEXT NOT NULL,
    "host" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "worker_heartbeat_pkey" PRIMARY KEY ("worker_id")
);

-- CreateTable
CREATE TABLE "spent_captcha" (
    "signature" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spent_captcha_pkey" PRIMARY KEY ("signature")
);

-- CreateTable
CREATE TABLE "rate_limit" (
    "key" TEXT NOT NULL,
    "points" INTEGER NOT NULL DEFAULT 0,
    "expire" BIGINT,

    CONSTRAINT "rate_limit_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "account_address_key" ON "account"("address");

-- CreateIndex
CREATE INDEX "account_created_at_id_idx" ON "account"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "session_sid_hash_key" ON "session"("sid_hash");

-- CreateIndex
CREATE INDEX "session_account_id_idx" ON "session"("account_id");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sign_in_device_token_hash_key" ON "sign_in_device"("token_hash");

-- CreateIndex
CREATE INDEX "sign_in_device_account_id_idx" ON "sign_in_device"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "domain_name_key" ON "domain"("name");

-- CreateIndex
CREATE UNIQUE INDEX "address_claim_address_key" ON "address_claim"("address");

-- CreateIndex
CREATE UNIQUE INDEX "address_claim_address_hash_key" ON "address_claim"("address_hash");

-- CreateIndex
CREATE INDEX "address_claim_skeleton_hash_idx" ON "address_claim"("skeleton_hash");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_address_claim_id_key" ON "mailbox"("address_claim_id");

-- CreateIndex
CREATE UNIQUE INDEX "mailbox_address_key" ON "mailbox"("address");

-- CreateIndex
CREATE INDEX "mailbox_account_id_idx" ON "mailbox"("account_id");

-- CreateIndex
CREATE INDEX "mailbox_domain_name_created_at_id_idx" ON "mailbox"("domain_name", "created_at", "id");

-- CreateIndex
CREATE INDEX "mailbox_created_at_id_idx" ON "mailbox"("created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "operation_marker_key" ON "operation"("marker");

-- CreateIndex
CREATE INDEX "operation_mailbox_id_created_at_idx" ON "operation"("mailbox_id", "created_at");

-- CreateIndex
CREATE INDEX "operation_state_created_at_idx" ON "operation"("state", "created_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");

-- CreateIndex
CREATE INDEX "api_token_account_id_idx" ON "api_token"("account_id");

-- CreateIndex
CREATE INDEX "idempotency_record_expires_at_idx" ON "idempotency_record"("expires_at");

-- CreateIndex
CREATE INDEX "audit_event_at_id_idx" ON "audit_event"("at", "id");

-- CreateIndex
CREATE INDEX "audit_event_actor_account_id_at_idx" ON "audit_event"("actor_account_id", "at");

-- CreateIndex
CREATE INDEX "audit_event_subject_id_at_idx" ON "audit_event"("subject_id", "at");

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_token_hash_key" ON "one_time_link"("token_hash");

-- CreateIndex
CREATE INDEX "one_time_link_purpose_idx" ON "one_time_link"("purpose");

-- CreateIndex
CREATE INDEX "spent_captcha_expires_at_idx" ON "spent_captcha"("expires_at");

-- CreateIndex
CREATE INDEX "rate_limit_expire_idx" ON "rate_limit"("expire");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sign_in_device" ADD CONSTRAINT "sign_in_device_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mailbox" ADD CONSTRAINT "mailbox_address_claim_id_fkey" FOREIGN KEY ("address_claim_id") REFERENCES "address_claim"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_record" ADD CONSTRAINT "idempotency_record_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;


