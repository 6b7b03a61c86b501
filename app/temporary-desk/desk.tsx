import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { ProofOfWork } from "@/components/accounts/proof-of-work";
import { LiveUpdates } from "@/components/mail/live-updates";
import { AddressList } from "@/components/temporary-mailboxes/address-list";
import { CreateAddressForm } from "@/components/temporary-mailboxes/create-address-form";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { Skeleton } from "@/components/ui/skeleton";
import { listTemporaryDomains } from "@/lib/domains/queries";
import { listTemporaryMailboxes, type TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { findMailboxOwner, type MailboxOwner } from "@/lib/web/owner-secret-cookie";
import { getPortalContext } from "@/lib/web/portal-context";
import { createAddress } from "./actions";
import { Inbox } from "./inbox";
import { MailboxSection } from "./mailbox-section";
import { makeAddressChallenge } from "./make-address-challenge";
import type { Base } from "./place";

export interface DeskSearch {
  /** Wait for the mail instead of streaming it in: for browsers without JavaScript. */
  readonly wait?: string;
  /** Older mail than this. */
  readonly before?: string;
}

interface DeskProps {
  readonly base: Base;
  /** The newest address unless given. */
  readonly mailboxId?: string;
  readonly search: DeskSearch;
}

/** The whole page of temporary addresses: one button, the address, its mail. */
export async function Desk({ base, mailboxId, search }: DeskProps) {
  const owner = await findMailboxOwner();
  const mailboxes = await listTemporaryMailboxes(await getPortalContext(), owner.actor, {
    ownerSecret: owner.ownerSecret,
  });
  const selected = mailboxId ? mailboxes.find(({ id }) => id === mailboxId) : mailboxes[0];
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

interface CreateProps {
  readonly owner: MailboxOwner;
  readonly base: Base;
  readonly hasAny: boolean;
}

async function Create({ owner, base, hasAny }: CreateProps) {
  const context = await getPortalContext();
  const domains = await listTemporaryDomains(context, owner.actor);
  const t = await getTranslations("temporary");
  const captcha = await getTranslations("register.captcha");
  if (domains.length === 0) {
    return <Notice tone="info">{owner.actor.kind === "visitor" ? t("signInNeeded") : t("noDomain")}</Notice>;
  }
  return (
    <>
      <CreateAddressForm action={createAddress} base={base} domains={domains}>
        <ProofOfWork
          challenge={await makeAddressChallenge(context, owner.actor)}
          labels={{
            working: t("captcha.working"),
            ready: captcha("ready"),
            failed: captcha("failed"),
            needsScript: t("captcha.needsScript"),
          }}
        />
      </CreateAddressForm>
      {hasAny ? null : <EmptyState>{t("none")}</EmptyState>}
    </>
  );
}

interface SelectedProps {
  readonly base: Base;
  readonly owner: MailboxOwner;
  readonly selected: TemporaryMailboxView;
  readonly mailboxes: readonly TemporaryMailboxView[];
  readonly search: DeskSearch;
}

async function Selected({ base, owner, selected, mailboxes, search }: SelectedProps) {
  const t = await getTranslations("temporary");
  const now = new Date();
  const place = `${base}/${selected.id}`;
  const isUnderWay = selected.state === "pending" || selected.state === "provisioning";
  const inbox = <Inbox mailbox={selected} owner={owner} place={place} before={search.before} />;
  return (
    <>
      <LiveUpdates url={`/temporary-mailboxes/${selected.id}/events`} isUnderWay={isUnderWay} />
      <AddressList mailboxes={mailboxes} selectedId={selected.id} base={base} now={now} />
      <MailboxSection mailbox={selected} base={base} now={now} />
      {selected.state === "active" ? (
        <Card id="inbox" title={t("inbox.title")} description={t("inbox.live")}>
          {search.wait ? (
            inbox
          ) : (
            <Suspense fallback={<Skeleton rows={3} label={t("inbox.loading")} />}>{inbox}</Suspense>
          )}
        </Card>
      ) : null}
      <noscript>
        {isUnderWay ? <meta httpEquiv="refresh" content="10" /> : null}
        <a className="link inline-flex min-h-11 items-center" href={`${place}?wait=1`}>
          {t("inbox.reload")}
        </a>
      </noscript>
    </>
  );
}
