import { getTranslations } from "next-intl/server";
import type { FormAction } from "@/components/ui/form-state";
import { Moment } from "@/components/ui/moment";
import { StatusBadge, type StatusTone } from "@/components/ui/status-badge";
import type { DeliveryView } from "@/lib/notifications/queries";
import type { DeliveryState } from "@/lib/notifications/schema";
import { ButtonForm } from "./button-form";
import { eventKey } from "./event-key";

interface DeliveryLogProps {
  readonly webhookId: string;
  readonly deliveries: readonly DeliveryView[];
  readonly resend: FormAction;
  readonly now: Date;
}

const TONES: Record<DeliveryState, StatusTone> = { waiting: "busy", delivered: "ok", failed: "bad" };

/** What was sent and what came back, newest first; each can be looked into and sent again. */
export async function DeliveryLog({ webhookId, deliveries, resend, now }: DeliveryLogProps) {
  return (
    <ul className="grid">
      {deliveries.map((delivery) => (
        <li
          key={delivery.id}
          className="grid gap-2 border-t border-line py-3 first:border-t-0"
          data-delivery={delivery.state}
        >
          <Summary delivery={delivery} now={now} />
          <Details webhookId={webhookId} delivery={delivery} resend={resend} />
        </li>
      ))}
    </ul>
  );
}

async function Summary({ delivery, now }: { readonly delivery: DeliveryView; readonly now: Date }) {
  const t = await getTranslations("admin.webhooks");
  const events = await getTranslations("webhookEvents");
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        <p className="font-medium">{events(eventKey(delivery.event))}</p>
        <p className="text-sm text-ink-soft">
          <Moment at={delivery.createdAt} now={now} /> · {t("tries", { attempts: delivery.attempts })}
          {delivery.responseStatus ? ` · ${t("answered", { count: delivery.responseStatus })}` : null}
        </p>
        {delivery.error && delivery.responseStatus === null ? <Problem error={delivery.error} /> : null}
        {delivery.state === "waiting" && delivery.nextAttemptAt && delivery.attempts > 0 ? (
          <p className="text-sm text-ink-soft">
            {t("nextTry")} <Moment at={delivery.nextAttemptAt} now={now} />
          </p>
        ) : null}
      </div>
      <StatusBadge tone={TONES[delivery.state]}>{t(`deliveryStates.${delivery.state}`)}</StatusBadge>
    </div>
  );
}

const KNOWN_ERRORS = [
  "timed-out",
  "unreachable",
  "bad-certificate",
  "redirected",
  "webhook-inactive",
  "host-private",
  "host-unresolvable",
] as const;

/** What went wrong before there was an answer. A word this version has no sentence for is shown as it is. */
async function Problem({ error }: { readonly error: string }) {
  const t = await getTranslations("admin.webhooks.problems");
  const known = KNOWN_ERRORS.find((name) => name === error);
  return <p className="text-sm break-words text-bad-ink">{known ? t(known) : error}</p>;
}

interface DetailsProps {
  readonly webhookId: string;
  readonly delivery: DeliveryView;
  readonly resend: FormAction;
}

async function Details({ webhookId, delivery, resend }: DetailsProps) {
  const t = await getTranslations("admin.webhooks");
  return (
    <details>
      <summary className="min-h-11 py-2 text-sm font-medium text-accent-ink">{t("details")}</summary>
      <div className="grid gap-3">
        <p className="text-sm text-ink-soft">
          webhook-id: <code className="font-mono break-all select-all">{delivery.id}</code>
        </p>
        <pre className="rounded-lg bg-sunken p-3 font-mono text-sm break-words whitespace-pre-wrap">
          {JSON.stringify(delivery.payload, null, 2)}
        </pre>
        <ButtonForm
          id={`resend-${delivery.id}`}
          action={resend}
          values={{ webhookId, deliveryId: delivery.id }}
          label={t("resend")}
          tone="secondary"
          isSpent={delivery.state === "waiting"}
        />
      </div>
    </details>
  );
}
