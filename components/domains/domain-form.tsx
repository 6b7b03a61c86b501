import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Field } from "@/components/ui/field";
import type { FormAction } from "@/components/ui/form-state";
import { KeptCheckbox } from "@/components/ui/kept-checkbox";
import { LinkButton } from "@/components/ui/link-button";
import { PasswordInput } from "@/components/ui/password-input";
import { SelectInput } from "@/components/ui/select-input";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import type { DomainView } from "@/lib/domains/queries";
import { registrationModes } from "@/lib/domains/schema";

interface DomainFormProps {
  readonly action: FormAction;
  /** Null for a new domain. */
  readonly domain: DomainView | null;
}

const DEFAULT_IMAP_PORT = 993;
const PORTS = [DEFAULT_IMAP_PORT, 143].map((port) => ({ value: String(port), label: String(port) }));

/** Adds a domain or changes one. What only a legacy domain has appears with that choice, by CSS. */
export async function DomainForm({ action, domain }: DomainFormProps) {
  const t = await getTranslations("admin.domainForm");
  const form = await getTranslations("form");
  return (
    <ActionForm id="domain" action={action} errorTitle={form("checkFields")} className="group grid gap-6">
      <input type="hidden" name="isNew" value={domain ? "" : "on"} />
      {domain ? (
        <input type="hidden" name="name" value={domain.name} />
      ) : (
        <Field name="name" label={t("name")} hint={t("nameHint")}>
          <TextInput
            name="name"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={253}
            required
            hasHint
            className="max-w-md font-mono"
          />
        </Field>
      )}
      <Field name="kind" label={t("kind")} hint={t("kindHint")}>
        <SelectInput
          name="kind"
          defaultValue={domain?.kind ?? "managed"}
          className="max-w-md"
          options={[
            { value: "managed", label: t("kinds.managed") },
            { value: "legacy", label: t("kinds.legacy") },
          ]}
        />
      </Field>
      <div className="hidden gap-6 border-s-2 border-line ps-4 group-has-[option[value=legacy]:checked]:grid">
        <LegacyFields domain={domain} />
      </div>
      <Uses domain={domain} />
      <Limits domain={domain} />
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{domain ? form("save") : t("add")}</SubmitButton>
        <LinkButton href="/admin/domains">{t("back")}</LinkButton>
      </div>
    </ActionForm>
  );
}

async function LegacyFields({ domain }: { readonly domain: DomainView | null }) {
  const t = await getTranslations("admin.domainForm");
  const form = await getTranslations("form");
  const password = await getTranslations("password");
  return (
    <>
      <p className="max-w-prose text-sm text-ink-soft">{t("legacyExplanation")}</p>
      <div className="grid max-w-2xl items-start gap-4 sm:grid-cols-[1fr_8rem]">
        <Field name="imapHost" label={t("imapHost")} hint={t("imapHostHint")} optional={form("optional")}>
          <TextInput
            name="imapHost"
            defaultValue={domain?.imapHost ?? ""}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={253}
            hasHint
            className="font-mono"
          />
        </Field>
        <Field name="imapPort" label={t("imapPort")}>
          <SelectInput
            name="imapPort"
            defaultValue={String(domain?.imapPort ?? DEFAULT_IMAP_PORT)}
            options={PORTS}
          />
        </Field>
      </div>
      <Field name="credentialsKey" label={t("credentialsKey")} hint={t("credentialsKeyHint")}>
        <TextInput
          name="credentialsKey"
          defaultValue={domain?.credentialsKey ?? ""}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={63}
          hasHint
          className="max-w-md font-mono"
        />
      </Field>
      <div className="grid max-w-2xl items-start gap-4 sm:grid-cols-2">
        <Field name="username" label={t("username")} optional={form("optional")}>
          <TextInput name="username" autoComplete="off" autoCapitalize="none" maxLength={254} />
        </Field>
        <Field name="password" label={t("password")} optional={form("optional")}>
          <PasswordInput
            name="password"
            labels={{ show: password("show"), hide: password("hide") }}
            autoComplete="new-password"
            maxLength={1024}
          />
        </Field>
      </div>
      <p className="text-sm text-ink-soft">{t("passwordHint")}</p>
    </>
  );
}

async function Uses({ domain }: { readonly domain: DomainView | null }) {
  const t = await getTranslations("admin.domainForm");
  const modes = await getTranslations("admin.registrationModes");
  return (
    <fieldset className="grid gap-2 border-t border-line pt-5">
      <legend className="sr-only">{t("uses")}</legend>
      <h3 className="font-semibold">{t("uses")}</h3>
      <KeptCheckbox
        name="registrationOpen"
        label={t("registrationOpen")}
        hint={t("registrationOpenHint")}
        defaultChecked={domain?.registrationOpen ?? false}
      />
      <Field name="registrationMode" label={t("registrationMode")}>
        <SelectInput
          name="registrationMode"
          defaultValue={domain?.registrationMode ?? ""}
          className="max-w-md"
          options={[
            { value: "", label: modes("follows") },
            ...registrationModes.map((value) => ({ value, label: modes(value) })),
          ]}
        />
      </Field>
      <KeptCheckbox
        name="temporaryAllowed"
        label={t("temporaryAllowed")}
        defaultChecked={domain?.temporaryAllowed ?? true}
      />
      <KeptCheckbox
        name="visitorsAllowed"
        label={t("visitorsAllowed")}
        hint={t("visitorsAllowedHint")}
        defaultChecked={domain?.visitorsAllowed ?? false}
      />
      <KeptCheckbox
        name="isPremium"
        label={t("isPremium")}
        hint={t("isPremiumHint")}
        defaultChecked={domain?.isPremium ?? false}
      />
    </fieldset>
  );
}

async function Limits({ domain }: { readonly domain: DomainView | null }) {
  const t = await getTranslations("admin.domainForm");
  const fields = ["defaultQuotaMiB", "capPerPerson", "capPerDay", "capTotal"] as const;
  return (
    <fieldset className="grid gap-4 border-t border-line pt-5">
      <legend className="sr-only">{t("limits")}</legend>
      <div>
        <h3 className="font-semibold">{t("limits")}</h3>
        <p className="text-sm text-ink-soft">{t("limitsHint")}</p>
      </div>
      <div className="grid max-w-2xl gap-4 sm:grid-cols-2">
        {fields.map((name) => (
          <Field key={name} name={name} label={t(name)}>
            <TextInput
              name={name}
              type="number"
              inputMode="numeric"
              min={1}
              step={1}
              defaultValue={domain?.[name] ?? ""}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}
