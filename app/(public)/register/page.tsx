import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { AddressField } from "@/components/accounts/address-field";
import { NewPassword } from "@/components/accounts/new-password";
import { ProofOfWork } from "@/components/accounts/proof-of-work";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { listRegistrationDomains } from "@/lib/domains/queries";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { findSession } from "@/lib/web/require-session";
import { register } from "./actions";
import { makeChallenge } from "./make-challenge";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("register"))("title") };
}

export default async function RegisterPage() {
  if (await findSession()) redirect("/mail");
  const context = await getPortalContext();
  const t = await getTranslations("register");
  const domains = await listRegistrationDomains(context);
  const mode = context.settings.registrationMode;
  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} subtitle={mode === "open" ? t("subtitle") : undefined} />
      {mode === "open" && domains.length > 0 ? (
        <RegisterForm domains={domains.map((domain) => domain.name)} />
      ) : (
        <Notice tone="info">{mode === "open" ? t("noDomain") : t(`modes.${mode}`)}</Notice>
      )}
      <p className="text-ink-soft">
        {t("haveAccount")}{" "}
        <a className="link inline-flex min-h-11 items-center font-medium" href="/sign-in">
          {t("signIn")}
        </a>
      </p>
    </div>
  );
}

async function RegisterForm({ domains }: { readonly domains: readonly string[] }) {
  const context = await getPortalContext();
  const t = await getTranslations("register");
  const form = await getTranslations("form");
  return (
    <ActionForm id="register" action={register} errorTitle={form("checkFields")} className="grid gap-5">
      <input type="hidden" name="locale" value={await getLocale()} />
      <AddressField domains={domains} labels={await addressLabels()} checkUrl="/register/availability" />
      <NewPassword
        name="password"
        label={t("password")}
        policy={await getPasswordPolicy(context)}
        suggestedLength={context.settings.mailbox.passwordLength}
      />
      <Field
        name="recoveryEmail"
        label={t("recoveryEmail")}
        optional={form("optional")}
        hint={t("recoveryHint")}
      >
        <TextInput name="recoveryEmail" type="email" autoComplete="email" hasHint maxLength={254} />
      </Field>
      <ProofOfWork
        challenge={await makeChallenge(context)}
        labels={{
          working: t("captcha.working"),
          ready: t("captcha.ready"),
          failed: t("captcha.failed"),
          needsScript: t("captcha.needsScript"),
        }}
      />
      <SubmitButton>{t("submit")}</SubmitButton>
    </ActionForm>
  );
}

async function addressLabels() {
  const t = await getTranslations("register.address");
  const failures = await getTranslations("failures");
  return {
    name: t("name"),
    domain: t("domain"),
    hint: t("hint"),
    checking: t("checking"),
    free: t("free"),
    refused: {
      "invalid-address": failures("invalid-address"),
      "reserved-address": failures("reserved-address"),
      "address-taken": failures("address-taken"),
    },
  };
}
