-- AlterTable
ALTER TABLE "mailbox" ADD COLUMN     "app_password_refused_at" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "mailbox_app_password_refused_at_idx" ON "mailbox"("app_password_refused_at");


