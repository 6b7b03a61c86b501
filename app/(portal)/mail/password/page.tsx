import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { NewPassword } from "@/components/accounts/new-password";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { getMailPage, getPasswordPolicy } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { changePassword } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("mailPassword"))("title") };
}

export default async function MailPasswordPage() {
  const actor = await requireSession();
  const context = await getPortalContext();
  const { mailbox } = await getMailPage(context, actor);
  if (!mailbox) redirect("/mail");
  const t = await getTranslations("mailPassword");
  const form = await getTranslations("form");
  return (
    <div className="grid max-w-xl gap-6">
      <PageHeader
        title={t("title")}
        subtitle={<span className="font-mono break-all">{mailbox.address}</span>}
      />
      <Card id="change-password" title={t("cardTitle")} description={t("independent")}>
        <ActionForm
          id="mailbox-password"
          action={changePassword}
          errorTitle={form("checkFields")}
          className="grid gap-5"
        >
          <input type="hidden" name="mailboxId" value={mailbox.id} />
          {/* For password managers: whose password this is. */}
          <input
            type="text"
            name="username"
            autoComplete="username"
            value={mailbox.address}
            readOnly
            hidden
          />
          <NewPassword
            name="newPassword"
            label={t("newPassword")}
            policy={await getPasswordPolicy(context)}
            suggestedLength={context.settings.mailbox.passwordLength}
            context={mailbox.address.split(/[@.]/)}
          />
          <ul className="grid list-disc gap-1 ps-5 text-sm text-ink-soft">
            <li>{t("phonesAsk")}</li>
            <li>{t("oldFiveMinutes")}</li>
          </ul>
          <div className="flex flex-wrap gap-3">
            <SubmitButton>{t("submit")}</SubmitButton>
            <LinkButton href="/mail" tone="quiet">
              {t("back")}
            </LinkButton>
          </div>
        </ActionForm>
      </Card>
    </div>
  );
}
