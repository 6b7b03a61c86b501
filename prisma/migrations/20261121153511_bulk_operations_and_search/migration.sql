-- CreateEnum
CREATE TYPE "BulkAct" AS ENUM ('DELETE', 'EXTEND');

-- CreateEnum
CREATE TYPE "BulkState" AS ENUM ('RUNNING', 'DONE', 'CANCELLED');

-- DropIndex
DROP INDEX "mailbox_purpose_expires_at_idx";

-- CreateTable
CREATE TABLE "bulk_operation" (
    "id" UUID NOT NULL,
    "act" "BulkAct" NOT NULL,
    "state" "BulkState" NOT NULL DEFAULT 'RUNNING',
    "account_id" UUID,
    "network_address" TEXT,
    "grace_hours" INTEGER,
    "planned" INTEGER NOT NULL,
    "done" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bulk_item" (
    "bulk_operation_id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,
    "expires_before" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "reason" TEXT,
    "operation_id" UUID,
    "at" TIMESTAMPTZ(3),

    CONSTRAINT "bulk_item_pkey" PRIMARY KEY ("bulk_operation_id","mailbox_id")
);

-- CreateIndex
CREATE INDEX "bulk_operation_account_id_idx" ON "bulk_operation"("account_id");

-- CreateIndex
CREATE INDEX "bulk_item_bulk_operation_id_outcome_mailbox_id_idx" ON "bulk_item"("bulk_operation_id", "outcome", "mailbox_id");

-- CreateIndex
CREATE INDEX "mailbox_purpose_expires_at_id_idx" ON "mailbox"("purpose", "expires_at", "id");

-- AddForeignKey
ALTER TABLE "bulk_operation" ADD CONSTRAINT "bulk_operation_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "bulk_item" ADD CONSTRAINT "bulk_item_bulk_operation_id_fkey" FOREIGN KEY ("bulk_operation_id") REFERENCES "bulk_operation"("id") ON DELETE CASCADE ON UPDATE CASCADE;



-- Deleted rows stay for ever and would have to be stepped over in every list of what there is. (Prisma's schema cannot
-- say this of an index, and leaves such indexes alone.)
CREATE INDEX "mailbox_living" ON "mailbox"("id") WHERE "state" <> 'DELETED';

-- For searching a part of an address. The extension comes with PostgreSQL and may be created by a database's owner; on
-- a server that has it not, or does not allow it, the search works all the same and reads all rows instead. To make up
-- for it later, run the two statements by hand.
DO $$
BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE INDEX "mailbox_address_trigrams" ON "mailbox" USING gin ("address" gin_trgm_ops) WHERE "address" IS NOT NULL;
EXCEPTION
  -- Hosts of databases refuse it in many ways, and none of them is a reason not to start.
  WHEN OTHERS THEN
    RAISE NOTICE 'pg_trgm cannot be used here: %', SQLERRM;
END
$$;
