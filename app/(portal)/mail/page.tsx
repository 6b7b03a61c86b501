import { Copy, KeyRound, Trash2 } from "lucide-react";
import type { Metadata } from "next";
import { headers } from "next/headers";
import { after } from "next/server";
import { getTranslations } from "next-intl/server";
import { ConnectDevice } from "@/components/mail/connect-device";
import { LiveUpdates } from "@/components/mail/live-updates";
import { MailboxStatus } from "@/components/mail/mailbox-status";
import { MailboxUsage } from "@/components/mail/mailbox-usage";
import { readDevice } from "@/components/mail/read-device";
import { ServerSettings } from "@/components/mail/server-settings";
import { WebmailLink } from "@/components/mail/webmail-link";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import type { MailboxView } from "@/lib/mailboxes/mail-page";
import { getMailPage, type MailPage } from "@/lib/mailboxes/queries";
import { requestRefresh } from "@/lib/mailboxes/request-refresh";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { CreateMailboxForm } from "./create-mailbox-form";
import { DisplayNameForm } from "./display-name-form";
import { MailServerNotice } from "./mail-server-notice";
import { RetryForm } from "./retry-form";
import { UndoDeletionForm } from "./undo-deletion-form";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mail"))("title") };
}

/** The mailbox as the database knows it: no call to the mail server is made for this page. */
export default async function MailPageView() {
  const actor = await requireSession();
  const context = await getPortalContext();
  const page = await getMailPage(context, actor);
  const { mailbox } = page;
  if (mailbox) after(() => requestRefresh(context, mailbox.id));
  const t = await getTranslations("mail");
  return (
    <div className="grid gap-6">
      <LiveUpdates url="/mail/events" isUnderWay={isUnderWay(page)} />
      <PageHeader
        title={t("title")}
        subtitle={<Address address={mailbox?.address ?? actor.address} />}
        action={mailbox ? <WebmailLink mailbox={mailbox} url={page.webmailUrl} /> : undefined}
      />
      <MailServerNotice mailServer={page.mailServer} />
      {mailbox ? <MailboxCards page={page} mailbox={mailbox} /> : <NoMailbox page={page} />}
    </div>
  );
}

/** Something a person may be waiting for in front of the page. */
function isUnderWay({ operation, mailbox }: MailPage): boolean {
  const isOpen = operation !== null && ["queued", "running", "waiting"].includes(operation.state);
  return isOpen || (mailbox?.steps.some((step) => step.state === "busy") ?? false);
}

async function Address({ address }: { readonly address: string }) {
  const t = await getTranslations("settingsTable");
  return (
    <span className="flex flex-wrap items-center gap-1">
      <span className="font-mono break-all">{address}</span>
      <CopyButton
        text={address}
        label={t("copyAddress")}
        copiedLabel={t("copied")}
        failedLabel={t("copyFailed")}
      >
        <Copy size={16} />
      </CopyButton>
    </span>
  );
}

async function MailboxCards({ page, mailbox }: { readonly page: MailPage; readonly mailbox: MailboxView }) {
  const t = await getTranslations("mail");
  const now = new Date();
  const exists = mailbox.steps.some((step) => step.name === "mailbox" && step.state === "done");
  return (
    <>
      <Card id="status" title={t("status")}>
        <MailboxStatus
          mailbox={mailbox}
          operation={page.operation}
          now={now}
          actions={<StatusActions page={page} mailbox={mailbox} />}
        />
      </Card>
      {exists ? (
        <Card id="usage" title={t("usage")}>
          <MailboxUsage mailbox={mailbox} now={now} />
        </Card>
      ) : null}
      {mailbox.state === "deleting" ? null : <DevicesCard page={page} mailbox={mailbox} />}
      {exists && mailbox.state !== "deleting" ? <ManageCard mailbox={mailbox} /> : null}
    </>
  );
}

async function DevicesCard({ page, mailbox }: { readonly page: MailPage; readonly mailbox: MailboxView }) {
  const t = await getTranslations("mail");
  const userAgent = (await headers()).get("user-agent") ?? "";
  return (
    <Card id="devices" title={t("devices")} description={t("devicesHint")}>
      <div className="grid gap-8">
        <ConnectDevice
          settings={page.settings}
          displayName={mailbox.displayName}
          device={readDevice(userAgent)}
        />
        <ServerSettings settings={page.settings} />
      </div>
    </Card>
  );
}

async function ManageCard({ mailbox }: { readonly mailbox: MailboxView }) {
  const t = await getTranslations("mail");
  return (
    <Card id="mailbox" title={t("manage")} className="print:hidden">
      <div className="grid gap-6">
        <DisplayNameForm mailbox={mailbox} />
        <div className="flex flex-wrap gap-3 border-t border-line pt-6" data-print="hide">
          <LinkButton href="/mail/password">
            <KeyRound size={18} />
            {t("changePassword")}
          </LinkButton>
          <LinkButton href="/mail/delete" tone="quiet" className="text-bad-ink hover:bg-bad-soft">
            <Trash2 size={18} />
            {t("delete")}
          </LinkButton>
        </div>
      </div>
    </Card>
  );
}

/** Only what helps in this state: a refused name or password needs another one, all else can be tried again. */
async function StatusActions({ page, mailbox }: { readonly page: MailPage; readonly mailbox: MailboxView }) {
  const { operation } = page;
  if (mailbox.state === "needs-user") return <CreateMailboxForm withName />;
  if (mailbox.reason === "password-refused") return <CreateMailboxForm />;
  if (mailbox.state === "deleting") return <UndoDeletionForm mailboxId={mailbox.id} />;
  const canRetry = operation && (operation.state === "waiting" || operation.state === "needs-admin");
  return (
    <>
      {canRetry ? <RetryForm operationId={operation.id} /> : null}
      <ReloadWithoutScript mailbox={mailbox} />
    </>
  );
}

/** Live updates need JavaScript; without it the browser asks again by itself while something is under way. */
async function ReloadWithoutScript({ mailbox }: { readonly mailbox: MailboxView }) {
  if (mailbox.state !== "pending" && mailbox.state !== "provisioning") return null;
  const t = await getTranslations("mail");
  return (
    <noscript>
      <meta httpEquiv="refresh" content="10" />
      <a className="link" href="/mail">
        {t("reload")}
      </a>
    </noscript>
  );
}

async function NoMailbox({ page }: { readonly page: MailPage }) {
  const t = await getTranslations("mail");
  return (
    <Card id="status" title={t("noMailbox.title")}>
      {page.canCreateMailbox ? (
        <div className="grid gap-4">
          <p className="max-w-prose">{t("noMailbox.canCreate")}</p>
          <CreateMailboxForm />
        </div>
      ) : (
        <p className="max-w-prose">{t("noMailbox.cannotCreate")}</p>
      )}
    </Card>
  );
}
