-- AlterTable
ALTER TABLE "api_token" ADD COLUMN     "is_bound" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "api_token_mailbox" (
    "token_id" UUID NOT NULL,
    "mailbox_id" UUID NOT NULL,

    CONSTRAINT "api_token_mailbox_pkey" PRIMARY KEY ("token_id","mailbox_id")
);

-- CreateIndex
CREATE INDEX "api_token_mailbox_mailbox_id_idx" ON "api_token_mailbox"("mailbox_id");

-- AddForeignKey
ALTER TABLE "api_token_mailbox" ADD CONSTRAINT "api_token_mailbox_token_id_fkey" FOREIGN KEY ("token_id") REFERENCES "api_token"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_token_mailbox" ADD CONSTRAINT "api_token_mailbox_mailbox_id_fkey" FOREIGN KEY ("mailbox_id") REFERENCES "mailbox"("id") ON DELETE CASCADE ON UPDATE CASCADE;


