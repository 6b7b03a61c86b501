import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { cleanUpKinds, DEFAULT_INACTIVE_HOURS } from "@/lib/clean-up/schema";

/** One form a kind: look first, or run. */
export async function RunForms({ action }: { readonly action: FormAction }) {
  const t = await getTranslations("admin.cleanUp");
  const form = await getTranslations("form");
  return (
    <div className="grid">
      {cleanUpKinds.map((kind) => (
        <ActionForm
          key={kind}
          id={`run-${kind}`}
          action={action}
          errorTitle={form("checkFields")}
          className="grid gap-3 border-t border-line py-4 first:border-t-0 first:pt-0 last:pb-0"
        >
          <input type="hidden" name="kind" value={kind} />
          <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
            <div className="min-w-0 basis-80 grow">
              <h3 className="font-medium">{t(`kinds.${kind}`)}</h3>
              <p className="max-w-prose text-sm text-ink-soft">{t(`kindHints.${kind}`)}</p>
            </div>
            <div className="flex flex-wrap items-end gap-3">
              {kind === "inactive" ? (
                <div className="w-32">
                  <Field name="hours" label={t("hours")}>
                    <TextInput
                      name="hours"
                      type="number"
                      inputMode="numeric"
                      min={1}
                      max={8760}
                      defaultValue={DEFAULT_INACTIVE_HOURS}
                      required
                    />
                  </Field>
                </div>
              ) : null}
              <Button type="submit" name="isDryRun" value="on">
                {t("lookOnly")}
              </Button>
              <SubmitButton tone="secondary">{t("runNow")}</SubmitButton>
            </div>
          </div>
        </ActionForm>
      ))}
    </div>
  );
}
