import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import type { FormAction } from "@/components/ui/form-state";
import { LinkButton } from "@/components/ui/link-button";
import { StatusBadge } from "@/components/ui/status-badge";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RuleView } from "@/lib/mail-rules/schema";

interface RuleListProps {
  readonly rules: readonly RuleView[];
  readonly flip: FormAction;
  readonly remove: FormAction;
  readonly editHref: (ruleId: string) => string;
}

export async function RuleList({ rules, flip, remove, editHref }: RuleListProps) {
  const t = await getTranslations("rules");
  return (
    <ul className="grid grid-cols-1 rounded-xl border border-line bg-surface" aria-label={t("list")}>
      {rules.map((rule) => (
        <li
          key={rule.id}
          className="grid grid-cols-1 gap-2 border-t border-line px-4 py-3 first:border-t-0"
          data-rule={rule.isActive ? "on" : "off"}
        >
          <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
            <p className="min-w-0 font-medium break-words">
              <bdi>{rule.name}</bdi>
            </p>
            <StatusBadge tone={rule.isActive ? "ok" : "off"}>{t(rule.isActive ? "on" : "off")}</StatusBadge>
          </div>
          <div className="min-w-0 text-sm text-ink-soft">
            <p className="break-words">{describeConditions(rule, t).join(" · ")}</p>
            {rule.webhook ? (
              <p>
                {t("tells")} <span className="font-mono break-all">{rule.webhook.url}</span>
              </p>
            ) : (
              <p>{t(rule.mailsOwner ? "notifiesAndMails" : "notifies")}</p>
            )}
          </div>
          <div className="-ms-4 flex flex-wrap gap-x-1">
            <RuleButton
              id={`flip-${rule.id}`}
              action={flip}
              rule={rule}
              label={t(rule.isActive ? "switchOff" : "switchOn")}
              className="text-sm"
              values={{ isActive: rule.isActive ? "" : "on" }}
            />
            <LinkButton href={editHref(rule.id)} tone="quiet" className="text-sm">
              <span aria-hidden="true">{t("edit")}</span>
              <span className="sr-only">{`${t("edit")}: ${rule.name}`}</span>
            </LinkButton>
            <RuleButton
              id={`remove-${rule.id}`}
              action={remove}
              rule={rule}
              label={t("delete")}
              className="text-sm text-bad-ink hover:bg-bad-soft"
            />
          </div>
        </li>
      ))}
    </ul>
  );
}

interface RuleButtonProps {
  readonly id: string;
  readonly action: FormAction;
  readonly rule: RuleView;
  readonly label: string;
  readonly className: string;
  readonly values?: Readonly<Record<string, string>>;
}

/** Its name says which rule it is about, for who cannot see the row. */
async function RuleButton({ id, action, rule, label, className, values = {} }: RuleButtonProps) {
  const form = await getTranslations("form");
  return (
    <ActionForm id={id} action={action} errorTitle={form("checkFields")}>
      <input type="hidden" name="ruleId" value={rule.id} />
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton tone="quiet" className={className}>
        <span aria-hidden="true">{label}</span>
        <span className="sr-only">{`${label}: ${rule.name}`}</span>
      </SubmitButton>
    </ActionForm>
  );
}

type Words = Awaited<ReturnType<typeof getTranslations<"rules">>>;

function describeConditions(rule: RuleView, t: Words): readonly string[] {
  const { senderContains, subjectContains, needsCode, needsAttachment } = rule;
  const conditions = [
    ...(senderContains === null ? [] : [t("sender", { name: senderContains })]),
    ...(subjectContains === null ? [] : [t("subject", { name: subjectContains })]),
    ...(needsCode ? [t("code")] : []),
    ...(needsAttachment ? [t("attachment")] : []),
  ];
  return conditions.length === 0 ? [t("everything")] : conditions;
}
