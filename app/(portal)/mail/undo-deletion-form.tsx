import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { undoDeletion } from "./actions";

export async function UndoDeletionForm({ mailboxId }: { readonly mailboxId: string }) {
  const t = await getTranslations("mail");
  const form = await getTranslations("form");
  return (
    <ActionForm
      id="undo-deletion"
      action={undoDeletion}
      errorTitle={form("checkFields")}
      className="grid justify-items-start gap-3"
    >
      <input type="hidden" name="mailboxId" value={mailboxId} />
      <SubmitButton>{t("undoDeletion")}</SubmitButton>
    </ActionForm>
  );
}
