import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Moment } from "@/components/ui/moment";
import { ProgressSteps } from "@/components/ui/progress-steps";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import type { MailboxView, OperationView } from "@/lib/mailboxes/mail-page";
import type { MailboxStateName } from "@/lib/mailboxes/schema";

interface MailboxStatusProps {
  readonly mailbox: MailboxView;
  readonly operation: OperationView | null;
  readonly now: Date;
  /** Buttons for when a person must act. */
  readonly actions?: ReactNode;
}

const TONES: Record<MailboxStateName, StatusTone> = {
  pending: "busy",
  provisioning: "busy",
  active: "ok",
  disabled: "off",
  "needs-user": "warn",
  "needs-admin": "bad",
  deleting: "off",
  deleted: "off",
};

const STEPS_STAY_MS = 24 * 3_600_000;

/** How the mailbox is, why, and how far its making has come. Read aloud when it changes. */
export async function MailboxStatus({ mailbox, operation, now, actions }: MailboxStatusProps) {
  const t = await getTranslations("mailbox");
  const reasons = await getTranslations("mailboxReasons");
  const isDeleting = mailbox.state === "deleting";
  const waitsUntil = operation?.state === "waiting" ? operation.nextAttemptAt : null;
  const reason = mailbox.reason ?? (operation?.state === "waiting" && !isDeleting ? operation.reason : null);
  return (
    <div className="grid gap-4" data-mailbox-state={mailbox.state}>
      <div role="status" className="grid justify-items-start gap-2">
        <StatusBadge tone={TONES[mailbox.state]}>{t(`states.${mailbox.state}`)}</StatusBadge>
        <p className="max-w-prose">{t(`explanations.${mailbox.state}`)}</p>
        {reason ? <p className="max-w-prose text-ink-soft">{reasons(reason)}</p> : null}
        {waitsUntil && waitsUntil > now ? (
          <p className="text-sm text-ink-soft">
            {isDeleting ? t("deletionAt") : t("nextAttempt", { attempts: operation?.attempts ?? 0 })}{" "}
            <Moment at={waitsUntil} now={now} />
          </p>
        ) : null}
      </div>
      {!isDeleting && areStepsShown(mailbox, now) ? <MailboxSteps mailbox={mailbox} now={now} /> : null}
      {actions}
    </div>
  );
}

/** Until all is done, and for a day more: who reloads after signing up still finds what happened. */
function areStepsShown(mailbox: MailboxView, now: Date): boolean {
  const last = Math.max(...mailbox.steps.map((step) => step.at?.getTime() ?? Number.POSITIVE_INFINITY));
  return now.getTime() - last < STEPS_STAY_MS;
}

async function MailboxSteps({ mailbox, now }: { readonly mailbox: MailboxView; readonly now: Date }) {
  const t = await getTranslations("mailbox");
  return (
    <ProgressSteps
      label={t("stepsLabel")}
      steps={mailbox.steps.map((step) => ({
        name: step.name,
        state: step.state,
        title: t(`steps.${step.name}`),
        stateLabel: t(`stepStates.${step.state}`),
        note: step.at ? <Moment at={step.at} now={now} /> : undefined,
      }))}
    />
  );
}
