import { ExternalLink } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import type { MailboxView } from "@/lib/mailboxes/mail-page";

/** The page's one primary action; where it cannot work yet it says why. */
export async function WebmailLink({ mailbox, url }: { readonly mailbox: MailboxView; readonly url: string }) {
  const t = await getTranslations("webmail");
  const obstacle = findObstacle(mailbox);
  if (!obstacle) {
    return (
      <LinkButton href={url} target="_blank" rel="noreferrer" tone="primary" data-print="hide">
        {t("open")}
        <ExternalLink size={18} />
        <span className="sr-only">{t("newTab")}</span>
      </LinkButton>
    );
  }
  return (
    <div className="grid justify-items-start gap-1 sm:justify-items-end" data-print="hide">
      <Button disabled aria-describedby="webmail-obstacle" className="cursor-not-allowed opacity-60">
        {t("open")}
      </Button>
      <p id="webmail-obstacle" className="max-w-64 text-sm text-ink-soft sm:text-end">
        {t(obstacle)}
      </p>
    </div>
  );
}

function findObstacle(mailbox: MailboxView): "changePassword" | "disabled" | "deleting" | "notReady" | null {
  if (mailbox.state === "disabled" || mailbox.state === "deleting") return mailbox.state;
  if (mailbox.state !== "active") return "notReady";
  return mailbox.forcePasswordUpdate ? "changePassword" : null;
}
