import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { ActionForm } from "@/components/ui/action-form";
import type { ButtonTone } from "@/components/ui/button-classes";
import type { FormAction } from "@/components/ui/form-state";
import { SubmitButton } from "@/components/ui/submit-button";

interface ButtonFormProps {
  readonly id: string;
  readonly action: FormAction;
  readonly label: ReactNode;
  readonly tone: ButtonTone;
  /** What it is about: sent along unseen. */
  readonly values?: Readonly<Record<string, string>>;
  /** There is nothing left to press; the answer to the last press stays where it is. */
  readonly isSpent?: boolean;
  /** Between the answer and the button. */
  readonly children?: ReactNode;
}

/** A form in which nothing is filled in: one button, with its answer above. */
export async function ButtonForm(props: ButtonFormProps) {
  const { id, action, label, tone, values = {}, isSpent = false, children } = props;
  const form = await getTranslations("form");
  return (
    <ActionForm id={id} action={action} errorTitle={form("checkFields")} className="grid grid-cols-1 gap-4">
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
      {isSpent ? null : (
        <div>
          <SubmitButton tone={tone}>{label}</SubmitButton>
        </div>
      )}
    </ActionForm>
  );
}
