import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewPassword } from "@/components/accounts/new-password";
import { ActionForm } from "@/components/ui/action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { isSetupLinkValid } from "@/lib/accounts/setup-link";
import { listRegistrationDomains } from "@/lib/domains/queries";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { claim } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("setup"))("title"), robots: "noindex" };
}

interface SetupPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The first administrator, by the one-time link that the portal prints when it starts. */
export default async function SetupPage({ searchParams }: SetupPageProps) {
  const { token } = await searchParams;
  const context = await getPortalContext();
  const t = await getTranslations("setup");
  if (typeof token !== "string" || !(await isSetupLinkValid(context, token))) {
    return (
      <div className="grid gap-6">
        <PageHeader title={t("title")} />
        <Notice tone="warn" title={t("unusable")}>
          {t("unusableHint")}
        </Notice>
      </div>
    );
  }
  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} subtitle={t("subtitle")} />
      <SetupForm token={token} />
    </div>
  );
}

async function SetupForm({ token }: { readonly token: string }) {
  const context = await getPortalContext();
  const t = await getTranslations("setup");
  const form = await getTranslations("form");
  const domains = await listRegistrationDomains(context);
  const domainNames = domains.map((domain) => domain.name).join(", ");
  return (
    <ActionForm id="setup" action={claim} errorTitle={form("checkFields")} className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      <Field name="address" label={t("address")} hint={t("addressHint")}>
        <TextInput
          name="address"
          type="email"
          autoComplete="username"
          autoCapitalize="none"
          required
          maxLength={254}
          hasHint
        />
      </Field>
      <NewPassword
        name="password"
        label={t("password")}
        policy={await getPasswordPolicy(context)}
        suggestedLength={context.settings.mailbox.passwordLength}
      />
      {domainNames ? (
        <Checkbox
          name="createMailbox"
          label={t("createMailbox")}
          hint={t("createMailboxHint", { domain: domainNames })}
        />
      ) : null}
      <SubmitButton>{t("submit")}</SubmitButton>
    </ActionForm>
  );
}
