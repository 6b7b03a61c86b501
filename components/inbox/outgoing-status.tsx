import { getFormatter, getTranslations } from "next-intl/server";
import { Notice, type NoticeTone } from "@/components/ui/notice";
import type { StatusTone } from "@/components/ui/status-badge";
import type { OutgoingState, OutgoingView } from "@/lib/sending/schema";

const TONES: Record<OutgoingState, { readonly notice: NoticeTone; readonly badge: StatusTone }> = {
  "awaiting-approval": { notice: "warn", badge: "warn" },
  held: { notice: "info", badge: "busy" },
  queued: { notice: "info", badge: "busy" },
  sending: { notice: "info", badge: "busy" },
  waiting: { notice: "warn", badge: "warn" },
  sent: { notice: "ok", badge: "ok" },
  "maybe-sent": { notice: "warn", badge: "warn" },
  failed: { notice: "bad", badge: "bad" },
  cancelled: { notice: "info", badge: "off" },
  rejected: { notice: "info", badge: "off" },
};

export function describeState(
  state: OutgoingState,
  t: (key: `states.${OutgoingState}`) => string,
): { readonly tone: StatusTone; readonly label: string } {
  return { tone: TONES[state].badge, label: t(`states.${state}`) };
}

/** How the message stands, why, and what the reader should know before doing anything about it. */
export async function OutgoingStatus({ message }: { readonly message: OutgoingView }) {
  const t = await getTranslations("outgoing");
  const format = await getFormatter();
  const { state, reason, serverCode, nextAttemptAt, refused } = message;
  const count = message.to.length + message.cc.length + message.bcc.length;
  return (
    <div className="grid gap-3">
      <Notice tone={TONES[state].notice} title={t(`states.${state}`)}>
        <p>{t(`explanations.${state}`, { count })}</p>
        {reason && state !== "sent" ? <p>{t(`reasons.${reason}`)}</p> : null}
        {serverCode ? <p className="font-mono text-sm">{serverCode}</p> : null}
        {state === "waiting" && nextAttemptAt ? (
          <p>{t("nextTry", { time: format.dateTime(nextAttemptAt, { timeStyle: "short" }) })}</p>
        ) : null}
      </Notice>
      {refused.length > 0 ? (
        <Notice tone="warn" title={t("refusedTitle")}>
          <ul>
            {refused.map(({ address, code }) => (
              <li key={address}>
                <span className="[overflow-wrap:anywhere]">{address}</span>{" "}
                <span className="font-mono text-sm">{code}</span>
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
    </div>
  );
}
