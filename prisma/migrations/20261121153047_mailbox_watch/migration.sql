-- AlterTable
ALTER TABLE "webhook" ADD COLUMN     "mail_since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- CreateTable
CREATE TABLE "mailbox_watch" (
    "mailbox_id" UUID NOT NULL,
    "uid_validity" BIGINT,
    "last_uid" BIGINT,
    "looked_at" TIMESTAMPTZ(3),
    "failures" INTEGER NOT NULL DEFAULT 0,
    "next_look_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "mailbox_watch_pkey" PRIMARY KEY ("mailbox_id")
);

-- CreateIndex
CREATE INDEX "mailbox_watch_next_look_at_idx" ON "mailbox_watch"("next_look_at");

-- AddForeignKey
ALTER TABLE "mailbox_watch" ADD CONSTRAINT "mailbox_watch_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;


