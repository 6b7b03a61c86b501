import { getTranslations } from "next-intl/server";
import { Moment } from "@/components/ui/moment";
import { Notice } from "@/components/ui/notice";
import type { MailServerView } from "@/lib/mailboxes/mail-page";

/** Says what an absent mail server means for the reader: nothing is lost, and what still works. */
export async function MailServerNotice({ mailServer }: { readonly mailServer: MailServerView }) {
  if (mailServer.reachable !== false) return null;
  const t = await getTranslations("mailServer");
  return (
    <Notice tone="warn" title={t("title")}>
      <p>{t("explanation")}</p>
      {mailServer.lastAnswerAt ? (
        <p className="mt-1 text-sm">
          {t("lastAnswer")} <Moment at={mailServer.lastAnswerAt} now={new Date()} />
        </p>
      ) : null}
    </Notice>
  );
}
