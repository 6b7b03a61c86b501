import { ArrowLeft } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";

interface OutgoingHeaderProps {
  readonly mailboxId: string;
  readonly title: string;
}

/** The title of a page about mail on its way, with the way back to the inbox. */
export async function OutgoingHeader({ mailboxId, title }: OutgoingHeaderProps) {
  const t = await getTranslations("outgoing");
  return (
    <header className="flex items-center gap-2">
      <LinkButton
        href={`/inbox/inbox?mailbox=${mailboxId}`}
        tone="quiet"
        className="-ms-3 min-w-11 px-3"
        title={t("back")}
        data-key="u"
      >
        <ArrowLeft size={20} className="rtl:-scale-x-100" />
        <span className="sr-only">{t("back")}</span>
      </LinkButton>
      <h1 className="min-w-0 truncate text-xl font-semibold" dir="auto">
        {title}
      </h1>
    </header>
  );
}
