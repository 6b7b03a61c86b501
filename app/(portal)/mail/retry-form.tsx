import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { retry } from "./actions";

export async function RetryForm({ operationId }: { readonly operationId: string }) {
  const t = await getTranslations("mail");
  const form = await getTranslations("form");
  return (
    <ActionForm
      id="retry"
      action={retry}
      errorTitle={form("checkFields")}
      className="grid justify-items-start gap-3"
    >
      <input type="hidden" name="operationId" value={operationId} />
      <SubmitButton tone="secondary">{t("retry")}</SubmitButton>
    </ActionForm>
  );
}
