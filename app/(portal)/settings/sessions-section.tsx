import { getTranslations } from "next-intl/server";
import { describeBrowser } from "@/components/accounts/describe-browser";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Moment } from "@/components/ui/moment";
import { StatusBadge } from "@/components/ui/status-badge";
import { SubmitButton } from "@/components/ui/submit-button";
import { listSessions, type SessionView } from "@/lib/sessions/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { endOtherSessions, endSession } from "./actions";

export async function SessionsSection() {
  const actor = await requireSession();
  const sessions = await listSessions(await getPortalContext(), actor);
  const t = await getTranslations("settings.sessions");
  const form = await getTranslations("form");
  return (
    <Card id="sessions" title={t("title")} description={t("description")}>
      <ul className="grid">
        {sessions.map((session) => (
          <Session key={session.id} session={session} />
        ))}
      </ul>
      {sessions.length > 1 ? (
        <ActionForm
          id="end-others"
          action={endOtherSessions}
          errorTitle={form("checkFields")}
          className="grid justify-items-start gap-3 border-t border-line pt-4"
        >
          <SubmitButton tone="secondary">{t("endOthers")}</SubmitButton>
        </ActionForm>
      ) : null}
    </Card>
  );
}

async function Session({ session }: { readonly session: SessionView }) {
  const t = await getTranslations("settings.sessions");
  const form = await getTranslations("form");
  const names = describeBrowser(session.userAgent);
  const browser = names ? t("browser", { ...names }) : t("unknownBrowser");
  const now = new Date();
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line py-3 first:border-t-0">
      <div className="min-w-0">
        <p className="font-medium">{browser}</p>
        <p className="text-sm text-ink-soft">
          {t("seen")} <Moment at={session.seenAt} now={now} /> · {t("since")}{" "}
          <Moment at={session.createdAt} now={now} />
          {session.networkAddress ? (
            <span className="font-mono break-all"> · {session.networkAddress}</span>
          ) : null}
        </p>
      </div>
      {session.isCurrent ? (
        <StatusBadge tone="ok">{t("here")}</StatusBadge>
      ) : (
        <ActionForm id={`end-${session.id}`} action={endSession} errorTitle={form("checkFields")}>
          <input type="hidden" name="sessionId" value={session.id} />
          <SubmitButton tone="quiet">
            <span aria-hidden="true">{t("end")}</span>
            <span className="sr-only">{`${t("end")}: ${browser}`}</span>
          </SubmitButton>
        </ActionForm>
      )}
    </li>
  );
}
