import { getTranslations } from "next-intl/server";
import { MIN_PASSWORD_LENGTH, type PasswordPolicy } from "@/lib/mailboxes/schema";
import { NewPasswordField } from "./new-password-field";

interface NewPasswordProps {
  readonly name: string;
  readonly label: string;
  /** Mailcow's own rules, or null while they are not known. */
  readonly policy: PasswordPolicy | null;
  readonly suggestedLength: number;
  readonly context?: readonly string[];
}

/** The new-password field with its words in the page's language. */
export async function NewPassword({ name, label, policy, suggestedLength, context }: NewPasswordProps) {
  const t = await getTranslations("password");
  const minLength = Math.max(MIN_PASSWORD_LENGTH, policy?.minimumLength ?? 0);
  const rules = [
    t("rules.length", { count: minLength }),
    policy?.requireUpperAndLower ? t("rules.upperAndLower") : null,
    policy?.requireLetters && !policy.requireUpperAndLower ? t("rules.letters") : null,
    policy?.requireDigits ? t("rules.digits") : null,
    policy?.requireSpecial ? t("rules.special") : null,
    t("rules.advice"),
  ];
  return (
    <NewPasswordField
      name={name}
      rules={rules.filter(Boolean).join(" ")}
      minLength={minLength}
      suggestedLength={Math.max(suggestedLength, minLength)}
      {...(context ? { context } : {})}
      labels={{
        name: label,
        show: t("show"),
        hide: t("hide"),
        suggest: t("suggest"),
        suggested: t("suggested"),
        strength: t("strength"),
        scores: [t("scores.0"), t("scores.1"), t("scores.2"), t("scores.3"), t("scores.4")],
      }}
    />
  );
}
