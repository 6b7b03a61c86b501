-- CreateEnum
CREATE TYPE "OutgoingState" AS ENUM ('AWAITING_APPROVAL', 'HELD', 'QUEUED', 'SENDING', 'WAITING', 'SENT', 'MAYBE_SENT', 'FAILED', 'CANCELLED', 'REJECTED');

-- AlterTable
ALTER TABLE "mailbox" ADD COLUMN     "send_aliases" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- CreateTable
CREATE TABLE "outgoing_message" (
    "id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "token_id" UUID,
    "state" "OutgoingState" NOT NULL,
    "reason" TEXT,
    "server_code" TEXT,
    "message_id_header" TEXT NOT NULL,
    "head_sealed" TEXT NOT NULL,
    "refused_sealed" TEXT,
    "recipient_count" INTEGER NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "chunk_count" INTEGER NOT NULL,
    "client_key" TEXT,
    "request_hash" TEXT NOT NULL,
    "approval_hash" TEXT,
    "approval_ends_at" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "send_at" TIMESTAMPTZ(3) NOT NULL,
    "started_at" TIMESTAMPTZ(3),
    "next_attempt_at" TIMESTAMPTZ(3),
    "sent_at" TIMESTAMPTZ(3),
    "filed_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "outgoing_message_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outgoing_chunk" (
    "outgoing_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "sealed" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outgoing_chunk_pkey" PRIMARY KEY ("outgoing_id","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_message_approval_hash_key" ON "outgoing_message"("approval_hash");

-- CreateIndex
CREATE INDEX "outgoing_message_mailbox_id_created_at_id_idx" ON "outgoing_message"("mailbox_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "outgoing_message_state_created_at_idx" ON "outgoing_message"("state", "created_at");

-- CreateIndex
CREATE INDEX "outgoing_message_finished_at_idx" ON "outgoing_message"("finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "outgoing_message_mailbox_id_client_key_key" ON "outgoing_message"("mailbox_id", "client_key");

-- CreateIndex
CREATE INDEX "outgoing_chunk_created_at_idx" ON "outgoing_chunk"("created_at");

-- AddForeignKey
ALTER TABLE "outgoing_message" ADD CONSTRAINT "outgoing_message_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;


