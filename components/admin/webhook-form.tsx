import { getTranslations } from "next-intl/server";
import { NewToken } from "@/components/accounts/new-token";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import { FieldGroup } from "@/components/ui/field-group";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { WebhookView } from "@/lib/notifications/queries";
import { webhookEvents } from "@/lib/notifications/schema";
import { eventKey } from "./event-key";

interface WebhookFormProps {
  readonly action: FormAction;
  /** Null for a new one. */
  readonly webhook: WebhookView | null;
}

/** Where events are sent, and which. The signing secret appears once, in the answer. */
export async function WebhookForm({ action, webhook }: WebhookFormProps) {
  const t = await getTranslations("admin.webhooks");
  const events = await getTranslations("webhookEvents");
  const form = await getTranslations("form");
  return (
    <ActionForm
      id="webhook"
      action={action}
      errorTitle={form("checkFields")}
      className="grid max-w-2xl gap-5"
    >
      <WebhookSecret />
      {webhook ? <input type="hidden" name="webhookId" value={webhook.id} /> : null}
      <Field name="url" label={t("url")} hint={t("urlHint")}>
        <TextInput
          name="url"
          type="url"
          inputMode="url"
          defaultValue={webhook?.url ?? ""}
          placeholder="https://"
          autoComplete="off"
          maxLength={2000}
          required
          hasHint
          className="font-mono"
        />
      </Field>
      <FieldGroup name="events" label={t("events")}>
        {webhookEvents.map((name) => (
          <KeptCheckbox
            key={name}
            name={`event:${name}`}
            label={events(eventKey(name))}
            defaultChecked={webhook?.events.includes(name) ?? true}
          />
        ))}
      </FieldGroup>
      {webhook ? (
        <KeptCheckbox name="isActive" label={t("isActive")} defaultChecked={webhook.isActive} />
      ) : (
        <KeptCheckbox
          name="everybodys"
          label={t("everybodys")}
          hint={t("everybodysHint")}
          defaultChecked={true}
        />
      )}
      <div>
        <SubmitButton>{webhook ? form("save") : t("add")}</SubmitButton>
      </div>
    </ActionForm>
  );
}

/** The secret in a form's answer: shown once, with a button to copy it. */
export async function WebhookSecret() {
  const t = await getTranslations("admin.webhooks");
  const table = await getTranslations("settingsTable");
  return (
    <NewToken labels={{ copy: t("copySecret"), copied: table("copied"), failed: table("copyFailed") }} />
  );
}
