import { getFormatter, getTranslations } from "next-intl/server";
import { formatBytes } from "@/components/mail/format-size";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { BulkActName } from "@/lib/mailboxes/bulk-selection";
import type { BulkPreview } from "@/lib/mailboxes/preview-bulk-operation";

interface BulkQuestionProps {
  readonly act: BulkActName;
  readonly preview: BulkPreview;
  readonly extensionHours: number;
  /** What was chosen, to be sent back unseen. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly action: FormAction;
}

/** Says what will happen and what is lost by it, and asks for more than a click where mail is. */
export async function BulkQuestion({ act, preview, extensionHours, fields, action }: BulkQuestionProps) {
  const t = await getTranslations("admin.selected");
  const form = await getTranslations("form");
  const { count, leftOut } = preview;
  const isDeletion = act === "delete";
  return (
    <Card id="question" title={t("whatHappens")} className={isDeletion ? "border-bad-ink/40" : "border-line"}>
      <ActionForm
        id="selected"
        action={action}
        errorTitle={form("checkFields")}
        className="grid grid-cols-1 gap-5"
      >
        {fields.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        <input type="hidden" name="fingerprint" value={preview.fingerprint} />
        <p className="max-w-prose">{t(`explanations.${act}`, { count, days: extensionHours })}</p>
        {isDeletion ? <WhatIsLost preview={preview} /> : null}
        {leftOut > 0 ? (
          <p className="max-w-prose text-sm text-ink-soft">{t(`leftOut.${act}`, { count: leftOut })}</p>
        ) : null}
        {isDeletion ? <Confirmation preview={preview} /> : null}
        <div className="flex flex-wrap gap-3">
          <SubmitButton tone={isDeletion ? "danger" : "primary"}>
            {t(`submit.${act}`, { count })}
          </SubmitButton>
          <LinkButton href="/admin/mailboxes">{t("back")}</LinkButton>
        </div>
      </ActionForm>
    </Card>
  );
}

async function WhatIsLost({ preview }: { readonly preview: BulkPreview }) {
  const t = await getTranslations("admin.selected");
  const format = await getFormatter();
  const figures = [
    ["mailboxes", format.number(preview.count)],
    ["persons", format.number(preview.persons)],
    ["messages", format.number(preview.messageCount)],
    ["space", formatBytes(format, preview.usedBytes)],
  ] as const;
  return (
    <div className="grid gap-3">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 rounded-lg bg-sunken p-4 lg:grid-cols-4">
        {figures.map(([name, figure]) => (
          <div key={name}>
            <dt className="text-sm text-ink-soft">{t(`lost.${name}`)}</dt>
            <dd className="text-2xl">{figure}</dd>
          </div>
        ))}
      </dl>
      {preview.legacy > 0 ? (
        <p className="max-w-prose text-sm text-ink-soft">{t("legacy", { count: preview.legacy })}</p>
      ) : null}
    </div>
  );
}

async function Confirmation({ preview }: { readonly preview: BulkPreview }) {
  const t = await getTranslations("admin.selected");
  const format = await getFormatter();
  const { count, withMail, sample } = preview;
  return (
    <>
      <KeptCheckbox name="atOnce" label={t("atOnce")} hint={t("atOnceHint")} />
      {withMail > 0 ? (
        <Field
          name="confirmation"
          label={
            count === 1
              ? t("typeAddress", { address: sample[0]?.address ?? "" })
              : t("typeCount", { total: format.number(count) })
          }
          hint={count === 1 ? undefined : t("withMail", { count: withMail })}
        >
          <TextInput
            name="confirmation"
            inputMode={count === 1 ? "email" : "numeric"}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={254}
            required
            hasHint={count > 1}
            className="max-w-md font-mono"
          />
        </Field>
      ) : null}
    </>
  );
}
