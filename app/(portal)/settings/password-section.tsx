import { getTranslations } from "next-intl/server";
import { NewPassword } from "@/components/accounts/new-password";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/ui/password-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { getMailPage, getPasswordPolicy } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { changePassword } from "./actions";

export async function PasswordSection() {
  const actor = await requireSession();
  const context = await getPortalContext();
  const { mailbox } = await getMailPage(context, actor);
  const t = await getTranslations("settings.password");
  const password = await getTranslations("password");
  const form = await getTranslations("form");
  return (
    <Card id="password" title={t("title")} description={t("description")}>
      <ActionForm
        id="password-form"
        action={changePassword}
        errorTitle={form("checkFields")}
        className="grid max-w-md gap-5"
      >
        {/* For password managers: whose password this is. */}
        <input type="text" name="username" autoComplete="username" value={actor.address} readOnly hidden />
        <Field name="currentPassword" label={t("current")}>
          <PasswordInput
            name="currentPassword"
            labels={{ show: password("show"), hide: password("hide") }}
            autoComplete="current-password"
            required
          />
        </Field>
        <NewPassword
          name="newPassword"
          label={t("new")}
          policy={await getPasswordPolicy(context)}
          suggestedLength={context.settings.mailbox.passwordLength}
          context={actor.address.split(/[@.]/)}
        />
        {mailbox?.state === "active" ? (
          <Checkbox name="alsoMailbox" label={t("alsoMailbox")} hint={t("alsoMailboxHint")} />
        ) : null}
        <div>
          <SubmitButton tone="secondary">{t("submit")}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
