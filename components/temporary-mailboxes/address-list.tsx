import { clsx } from "clsx";
import { getTranslations } from "next-intl/server";
import { Moment } from "@/components/ui/moment";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { BrokenAddress } from "./broken-address";

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
      <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto rounded-xl border border-line bg-surface p-1">
        {mailboxes.map((mailbox) => (
          <li key={mailbox.id}>
            <a
              href={`${base}/${mailbox.id}`}
              aria-current={mailbox.id === selectedId ? "true" : undefined}
              className={clsx(
                "flex min-h-11 flex-wrap items-center justify-between gap-x-4 rounded-lg px-3 py-2 hover:bg-sunken",
                mailbox.id === selectedId && "bg-accent-soft text-accent-ink",
              )}
            >
              <span
                className={clsx("min-w-0 font-mono text-sm", mailbox.state === "deleting" && "line-through")}
              >
                <BrokenAddress address={mailbox.address} />
              </span>
              <span className="text-sm text-ink-soft">
                <Remark mailbox={mailbox} now={now} />
              </span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

async function Remark({ mailbox, now }: { readonly mailbox: TemporaryMailboxView; readonly now: Date }) {
  const t = await getTranslations("temporary");
  if (mailbox.state === "deleting") return t("states.deleting");
  if (mailbox.isExpired) return t("expired");
  if (mailbox.state !== "active") return t(`states.${mailbox.state}`);
  return (
    <>
      {t("expires")} <Moment at={mailbox.expiresAt} now={now} />
    </>
  );
}
