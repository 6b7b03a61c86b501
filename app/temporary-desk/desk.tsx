import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LiveUpdates } from "@/components/mail/live-updates";
import { AddressList } from "@/components/temporary-mailboxes/address-list";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { listTemporaryMailboxes, type TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { findMailboxOwner, type MailboxOwner } from "@/lib/web/owner-secret-cookie";
import { getPortalContext } from "@/lib/web/portal-context";
import { Create } from "./create";
import { MailboxSection } from "./mailbox-section";
import type { Base } from "./place";
import { PromptInbox } from "./prompt-inbox";

export interface DeskSearch {
  /** Wait for the mail however long it takes: for browsers without JavaScript, which cannot show it later. */
  readonly wait?: string;
  /** Older mail than this. */
  readonly before?: string;
}

interface DeskProps {
  readonly base: Base;
  /** The newest address that is not being deleted, unless given. */
  readonly mailboxId?: string;
  readonly search: DeskSearch;
}

/** The whole page of temporary addresses: one button, the address, its mail. */
export async function Desk({ base, mailboxId, search }: DeskProps) {
  const owner = await findMailboxOwner();
  const mailboxes = await listTemporaryMailboxes(await getPortalContext(), owner.actor, {
    ownerSecret: owner.ownerSecret,
  });
  const selected = mailboxId ? mailboxes.find(({ id }) => id === mailboxId) : newest(mailboxes);
  if (mailboxId && !selected) notFound();
  const t = await getTranslations("temporary");
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("title")} subtitle={<p className="max-w-prose">{t("subtitle")}</p>} />
      <Create owner={owner} base={base} hasAny={selected !== undefined} />
      {selected ? (
        <Selected base={base} owner={owner} selected={selected} mailboxes={mailboxes} search={search} />
      ) : null}
    </div>
  );
}

function newest(mailboxes: readonly TemporaryMailboxView[]): TemporaryMailboxView | undefined {
  return mailboxes.find(({ state }) => state !== "deleting") ?? mailboxes[0];
}

interface SelectedProps {
  readonly base: Base;
  readonly owner: MailboxOwner;
  readonly selected: TemporaryMailboxView;
  readonly mailboxes: readonly TemporaryMailboxView[];
  readonly search: DeskSearch;
}

async function Selected({ base, owner, selected, mailboxes, search }: SelectedProps) {
  const t = await getTranslations("temporary.inbox");
  const now = new Date();
  const place = `${base}/${selected.id}`;
  const isUnderWay = selected.state === "pending" || selected.state === "provisioning";
  const reload = (
    <a className="link inline-flex min-h-11 items-center" href={`${place}?wait=1`}>
      {t("reload")}
    </a>
  );
  return (
    <>
      <LiveUpdates url={`/temporary-mailboxes/${selected.id}/events`} isUnderWay={isUnderWay} />
      <AddressList mailboxes={mailboxes} selectedId={selected.id} base={base} now={now} />
      <MailboxSection mailbox={selected} owner={owner} base={base} now={now} />
      {selected.state === "active" ? (
        <Card
          id="inbox"
          title={t("title")}
          description={<span data-needs-script>{t("live")}</span>}
          aside={<noscript>{reload}</noscript>}
        >
          <PromptInbox
            mailbox={selected}
            owner={owner}
            place={place}
            before={search.before}
            isWaitedFor={search.wait !== undefined}
          />
        </Card>
      ) : null}
      {isUnderWay ? (
        <noscript>
          <meta httpEquiv="refresh" content="10" />
          {reload}
        </noscript>
      ) : null}
    </>
  );
}
