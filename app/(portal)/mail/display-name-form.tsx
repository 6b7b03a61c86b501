import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { MailboxView } from "@/lib/mailboxes/mail-page";
import { rename } from "./actions";

/** The name people see beside the address in mail that is sent from here. */
export async function DisplayNameForm({ mailbox }: { readonly mailbox: MailboxView }) {
  const t = await getTranslations("mail");
  const form = await getTranslations("form");
  return (
    <ActionForm id="rename" action={rename} errorTitle={form("checkFields")} className="grid max-w-md gap-3">
      <input type="hidden" name="mailboxId" value={mailbox.id} />
      <Field name="displayName" label={t("displayName")} hint={t("displayNameHint")}>
        <TextInput
          name="displayName"
          defaultValue={mailbox.displayName}
          autoComplete="name"
          maxLength={100}
          hasHint
        />
      </Field>
      <div data-print="hide">
        <SubmitButton tone="secondary">{form("save")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
