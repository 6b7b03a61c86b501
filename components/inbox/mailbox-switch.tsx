import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";

interface MailboxSwitchProps {
  readonly mailboxes: readonly { readonly id: string; readonly address: string; readonly href: string }[];
  readonly selectedId: string;
}

/** Only for people with several mailboxes. */
export async function MailboxSwitch({ mailboxes, selectedId }: MailboxSwitchProps) {
  if (mailboxes.length < 2) return null;
  const t = await getTranslations("inbox");
  const selected = mailboxes.find(({ id }) => id === selectedId);
  return (
    <details className="mb-2 rounded-lg border border-line">
      <summary className="min-h-11 truncate px-3 py-2.5 text-sm font-medium lg:min-h-9 lg:py-1.5">
        <span className="sr-only">{t("mailboxes")} </span>
        {selected?.address}
      </summary>
      <ul className="grid grid-cols-1 border-t border-line p-1">
        {mailboxes.map(({ id, address, href }) => (
          <li key={id} className="min-w-0">
            <LinkButton
              href={href}
              tone="quiet"
              aria-current={id === selectedId ? "true" : undefined}
              className="w-full justify-start truncate px-2 text-sm"
            >
              {address}
            </LinkButton>
          </li>
        ))}
      </ul>
    </details>
  );
}
