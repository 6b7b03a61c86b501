import { clsx } from "clsx";
import { getTranslations } from "next-intl/server";
import { Moment } from "@/components/ui/moment";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";

interface AddressListProps {
  readonly mailboxes: readonly TemporaryMailboxView[];
  readonly selectedId: string;
  readonly base: string;
  readonly now: Date;
}

/** The other addresses, one press away; nothing while there is only one. */
export async function AddressList({ mailboxes, selectedId, base, now }: AddressListProps) {
  if (mailboxes.length < 2) return null;
  const t = await getTranslations("temporary");
  return (
    <nav aria-label={t("yourAddresses")}>
      <ul className="flex max-h-60 flex-col gap-1 overflow-y-auto rounded-xl border border-line bg-surface p-1">
        {mailboxes.map((mailbox) => (
          <li key={mailbox.id}>
            <a
              href={`${base}/${mailbox.id}`}
              aria-current={mailbox.id === selectedId ? "true" : undefined}
              className={clsx(
                "flex min-h-11 flex-wrap items-center justify-between gap-x-4 rounded-lg px-3 py-1 hover:bg-sunken",
                mailbox.id === selectedId && "bg-accent-soft text-accent-ink",
              )}
            >
              <span className="min-w-0 font-mono text-sm break-all">{mailbox.address}</span>
              <span className="text-sm text-ink-soft">
                {mailbox.state === "deleting" ? (
                  t("states.deleting")
                ) : mailbox.isExpired ? (
                  t("expired")
                ) : (
                  <>
                    {t("expires")} <Moment at={mailbox.expiresAt} now={now} />
                  </>
                )}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
