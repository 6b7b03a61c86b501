import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getFormatter, getLocale, getTranslations } from "next-intl/server";
import { AddressField } from "@/components/accounts/address-field";
import { NewPassword } from "@/components/accounts/new-password";
import { ProofOfWork } from "@/components/accounts/proof-of-work";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { RegistrationMode } from "@/lib/config/settings";
import { listRegistrationDomains, type RegistrationDomain } from "@/lib/domains/queries";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { findSession } from "@/lib/web/require-session";
import { register } from "./actions";
import { makeChallenge } from "./make-challenge";

const GATED = ["invite", "approval"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("register"))("title") };
}

export default async function RegisterPage() {
  if (await findSession()) redirect("/mail");
  const context = await getPortalContext();
  const t = await getTranslations("register");
  const domains = await listRegistrationDomains(context);
  const open = domains.filter(({ mode }) => mode === "open").map(({ name }) => name);
  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} subtitle={open.length > 0 ? t("subtitle") : undefined} />
      {open.length > 0 ? <RegisterForm domains={open} /> : null}
      <NotOpen domains={domains} usualMode={context.settings.registrationMode} />
      <p className="text-ink-soft">
        {t("haveAccount")}{" "}
        <a className="link inline-flex min-h-11 items-center font-medium" href="/sign-in">
          {t("signIn")}
        </a>
      </p>
    </div>
  );
}

interface NotOpenProps {
  readonly domains: readonly RegistrationDomain[];
  readonly usualMode: RegistrationMode;
}

/** Why not everything is open, and whom to ask; a closed domain beside an open one need not be spoken of. */
async function NotOpen({ domains, usualMode }: NotOpenProps) {
  const t = await getTranslations("register");
  const format = await getFormatter();
  const modes = new Set(domains.map(({ mode }) => mode));
  const [only = usualMode] = modes;
  if (modes.size <= 1 && only !== "open") return <Notice tone="info">{t(`modes.${only}`)}</Notice>;
  if (domains.length === 0) return <Notice tone="info">{t("noDomain")}</Notice>;
  return GATED.filter((mode) => modes.has(mode)).map((mode) => {
    const names = domains.filter((domain) => domain.mode === mode).map(({ name }) => name);
    return (
      <Notice key={mode} tone="info">
        {t(`elsewhere.${mode}`, { domain: format.list(names) })}
      </Notice>
    );
  });
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
