import { getTranslations } from "next-intl/server";
import { NewToken } from "@/components/accounts/new-token";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { FieldGroup } from "@/components/ui/field-group";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SelectInput } from "@/components/ui/select-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { RuleView } from "@/lib/mail-rules/schema";

interface RuleFormProps {
  readonly action: FormAction;
  readonly mailboxId: string;
  /** Null for a new one. */
  readonly rule: RuleView | null;
  readonly mailing: Mailing;
}

/** Whether notifications can be announced by mail: not at all here, not without an address to send it to, or yes. */
export type Mailing = "impossible" | "no-address" | "possible";

/** Which mail, and what happens then. What a rule does is chosen once. */
export async function RuleForm({ action, mailboxId, rule, mailing }: RuleFormProps) {
  const t = await getTranslations("rules");
  const form = await getTranslations("form");
  const table = await getTranslations("settingsTable");
  const text = { autoComplete: "off", maxLength: 200 } as const;
  return (
    <ActionForm
      id="rule"
      action={action}
      errorTitle={form("checkFields")}
      className="group/rule grid max-w-2xl grid-cols-1 gap-5"
    >
      <NewToken labels={{ copy: t("copySecret"), copied: table("copied"), failed: table("copyFailed") }} />
      <input type="hidden" name="mailboxId" value={mailboxId} />
      {rule ? <input type="hidden" name="ruleId" value={rule.id} /> : null}
      <Field name="name" label={t("name")} hint={t("nameHint")}>
        <TextInput
          name="name"
          defaultValue={rule?.name ?? ""}
          autoComplete="off"
          maxLength={100}
          required
          hasHint
        />
      </Field>
      <FieldGroup name="conditions" label={t("conditions")}>
        <p className="text-sm text-ink-soft">{t("conditionsHint")}</p>
        <div className="grid grid-cols-1 items-start gap-4 pt-3 sm:grid-cols-2">
          <Field name="senderContains" label={t("senderContains")} hint={t("senderHint")}>
            <TextInput name="senderContains" defaultValue={rule?.senderContains ?? ""} hasHint {...text} />
          </Field>
          <Field name="subjectContains" label={t("subjectContains")}>
            <TextInput name="subjectContains" defaultValue={rule?.subjectContains ?? ""} {...text} />
          </Field>
        </div>
        <KeptCheckbox name="needsCode" label={t("needsCode")} defaultChecked={rule?.needsCode ?? false} />
        <KeptCheckbox
          name="needsAttachment"
          label={t("needsAttachment")}
          defaultChecked={rule?.needsAttachment ?? false}
        />
      </FieldGroup>
      {rule ? (
        <input type="hidden" name="action" value={rule.action} />
      ) : (
        <Field name="action" label={t("action")}>
          <SelectInput
            name="action"
            defaultValue="notification"
            options={[
              { value: "notification", label: t("actions.notification") },
              { value: "webhook", label: t("actions.webhook") },
            ]}
          />
        </Field>
      )}
      {rule?.action === "webhook" ? null : <MailsOwner rule={rule} mailing={mailing} />}
      {rule?.action === "notification" ? null : <Address rule={rule} />}
      <div>
        <SubmitButton>{rule ? form("save") : t("create")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

async function MailsOwner({ rule, mailing }: Pick<RuleFormProps, "rule" | "mailing">) {
  const t = await getTranslations("rules");
  if (mailing === "impossible") return null;
  return (
    <div className="group-has-[option[value=webhook]:checked]/rule:hidden">
      {mailing === "possible" ? (
        <KeptCheckbox
          name="mailsOwner"
          label={t("mailsOwner")}
          hint={t("mailsOwnerHint")}
          defaultChecked={rule?.mailsOwner ?? false}
        />
      ) : (
        <p className="text-sm text-ink-soft">{t("noRecovery")}</p>
      )}
    </div>
  );
}

async function Address({ rule }: Pick<RuleFormProps, "rule">) {
  const t = await getTranslations("rules");
  return (
    <div className="group-has-[option[value=notification]:checked]/rule:hidden">
      <Field name="url" label={t("url")} hint={t("urlHint")}>
        <TextInput
          name="url"
          type="url"
          inputMode="url"
          defaultValue={rule?.webhook?.url ?? ""}
          placeholder="https://"
          autoComplete="off"
          maxLength={2000}
          hasHint
          className="font-mono"
        />
      </Field>
    </div>
  );
}
