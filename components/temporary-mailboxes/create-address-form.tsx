import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { SelectInput } from "@/components/ui/select-input";
import { SubmitButton } from "@/components/ui/submit-button";
import type { TemporaryDomain } from "@/lib/domains/queries";
import { FreshAddress } from "./fresh-address";

interface CreateAddressFormProps {
  readonly action: FormAction;
  /** Of the page the form is on. */
  readonly base: string;
  readonly domains: readonly TemporaryDomain[];
  /** A visitor's proof of work. */
  readonly children?: ReactNode;
}

/** One button; a choice of domain only where there is one. */
export async function CreateAddressForm({ action, base, domains, children }: CreateAddressFormProps) {
  const t = await getTranslations("temporary");
  const form = await getTranslations("form");
  const table = await getTranslations("settingsTable");
  return (
    <ActionForm id="create-address" action={action} errorTitle={form("checkFields")} className="grid gap-4">
      <input type="hidden" name="base" value={base} />
      <div className="flex flex-wrap items-end gap-3">
        {domains.length > 1 ? (
          <div className="min-w-0 grow basis-52 sm:max-w-xs sm:grow-0 sm:basis-72">
            <Field name="domain" label={t("domain")}>
              <SelectInput
                name="domain"
                defaultValue={domains[0]?.name}
                options={domains.map(({ name, isPremium }) => ({
                  value: name,
                  label: isPremium ? t("premiumDomain", { domain: name }) : name,
                }))}
              />
            </Field>
          </div>
        ) : null}
        <SubmitButton className="grow sm:grow-0">{t("create")}</SubmitButton>
        {/* A line beside the button while it is needed; what follows from it is that the button works. */}
        <div className="self-center empty:hidden has-[[data-captcha=ready]]:absolute [&>div]:bg-transparent [&>div]:p-0 [&>[data-captcha=ready]]:sr-only">
          {children}
        </div>
      </div>
      <FreshAddress
        base={base}
        labels={{
          open: t("open"),
          made: t("made"),
          copied: t("madeAndCopied"),
          copy: table("copyAddress"),
          failed: table("copyFailed"),
        }}
      />
    </ActionForm>
  );
}
