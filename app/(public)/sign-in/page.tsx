import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { TemporaryOffer } from "@/app/temporary-offer";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { PageHeader } from "@/components/ui/page-header";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { findSession } from "@/lib/web/require-session";
import { enter } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("signIn"))("title") };
}

export default async function SignInPage() {
  if (await findSession()) redirect("/mail");
  const t = await getTranslations("signIn");
  const password = await getTranslations("password");
  const form = await getTranslations("form");
  return (
    <div className="grid gap-6">
      <PageHeader title={t("title")} />
      <ActionForm id="sign-in" action={enter} errorTitle={form("checkFields")} className="grid gap-5">
        <Field name="address" label={t("address")}>
          <TextInput
            name="address"
            inputMode="email"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={254}
          />
        </Field>
        <Field name="password" label={t("password")}>
          <PasswordInput
            name="password"
            labels={{ show: password("show"), hide: password("hide") }}
            autoComplete="current-password"
            required
          />
        </Field>
        <SubmitButton>{t("submit")}</SubmitButton>
      </ActionForm>
      <div className="flex flex-wrap justify-between gap-x-6 text-ink-soft">
        <a className="link inline-flex min-h-11 items-center font-medium" href="/register">
          {t("register")}
        </a>
        <a className="link inline-flex min-h-11 items-center" href="/recover">
          {t("forgotten")}
        </a>
      </div>
      <TemporaryOffer />
    </div>
  );
}
