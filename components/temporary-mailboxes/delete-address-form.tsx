import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { BrokenAddress } from "./broken-address";
import { ConfirmAddressField } from "./confirm-address-field";

interface DeleteAddressFormProps {
  /** Unique on the page: the question may be asked in a dialog and on its own page. */
  readonly id: string;
  readonly action: FormAction;
  readonly mailbox: TemporaryMailboxView;
  readonly base: string;
  /** The address is typed again when there is something to lose. */
  readonly hasMail: boolean;
}

/** Says what is lost, and asks for the address where that is more than the address. */
export async function DeleteAddressForm({ id, action, mailbox, base, hasMail }: DeleteAddressFormProps) {
  const t = await getTranslations("temporary.deletion");
  const form = await getTranslations("form");
  return (
    <ActionForm id={id} action={action} errorTitle={form("checkFields")} className="grid gap-4">
      <p className="font-mono text-sm">
        <BrokenAddress address={mailbox.address} />
      </p>
      <ul className="grid list-disc gap-1 ps-5">
        <li>{t("noMoreMail")}</li>
        <li>{mailbox.kind === "legacy" ? t("legacyMailStays") : t("mailGoes")}</li>
        <li>{t("neverAgain")}</li>
      </ul>
      <input type="hidden" name="mailboxId" value={mailbox.id} />
      <input type="hidden" name="base" value={base} />
      <ConfirmAddressField label={t("typeAddress", { address: mailbox.address })} isNeeded={hasMail} />
      <div>
        <SubmitButton tone="danger">{t("submit")}</SubmitButton>
      </div>
    </ActionForm>
  );
}
