import { getTranslations } from "next-intl/server";
import { NewPassword } from "@/components/accounts/new-password";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { createMailbox } from "./actions";

/**
 * Asks for the password once more, because no password is kept anywhere; `withName` asks for another name too,
 * for when the account's own is taken on the mail server.
 */
export async function CreateMailboxForm({ withName = false }: { readonly withName?: boolean }) {
  const context = await getPortalContext();
  const t = await getTranslations("mail");
  const form = await getTranslations("form");
  return (
    <ActionForm
      id="create-mailbox"
      action={createMailbox}
      errorTitle={form("checkFields")}
      className="grid max-w-md gap-4"
    >
      {withName ? (
        <Field name="localPart" label={t("otherName")} hint={t("otherNameHint")}>
          <TextInput
            name="localPart"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            hasHint
          />
        </Field>
      ) : null}
      <NewPassword
        name="password"
        label={t("mailboxPassword")}
        policy={await getPasswordPolicy(context)}
        suggestedLength={context.settings.mailbox.passwordLength}
      />
      <div>
        <SubmitButton>{t("createMailbox")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
