import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { getProfile } from "@/lib/accounts/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { saveProfile } from "./actions";

export async function ProfileSection() {
  const actor = await requireSession();
  const profile = await getProfile(await getPortalContext(), actor);
  const t = await getTranslations("settings.profile");
  const form = await getTranslations("form");
  return (
    <Card id="profile" title={t("title")}>
      <ActionForm
        id="profile-form"
        action={saveProfile}
        errorTitle={form("checkFields")}
        className="grid max-w-md gap-5"
      >
        <p>
          <span className="text-sm text-ink-soft">{t("address")}</span>
          <br />
          <span className="font-mono break-all">{profile.address}</span>
        </p>
        <Field name="displayName" label={t("displayName")} optional={form("optional")}>
          <TextInput
            name="displayName"
            defaultValue={profile.displayName}
            autoComplete="name"
            maxLength={100}
          />
        </Field>
        <Field
          name="recoveryEmail"
          label={t("recoveryEmail")}
          optional={form("optional")}
          hint={t("recoveryHint")}
        >
          <TextInput
            name="recoveryEmail"
            type="email"
            defaultValue={profile.recoveryEmail ?? ""}
            autoComplete="email"
            maxLength={254}
            hasHint
          />
        </Field>
        <div>
          <SubmitButton tone="secondary">{form("save")}</SubmitButton>
        </div>
      </ActionForm>
    </Card>
  );
}
