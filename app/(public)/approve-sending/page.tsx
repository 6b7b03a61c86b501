import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OutgoingBody } from "@/components/inbox/outgoing-body";
import { OutgoingStatus } from "@/components/inbox/outgoing-status";
import { ActionForm } from "@/components/ui/action-form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { getApproval } from "@/lib/sending/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";
import { decideByLink } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outgoing"))("title"), robots: "noindex" };
}

interface ApproveSendingPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A program's message, for whoever holds the link to it. Opening decides nothing: mail programs open links unasked. */
export default async function ApproveSendingPage({ searchParams }: ApproveSendingPageProps) {
  const { token } = await searchParams;
  const link = typeof token === "string" ? token : "";
  const found = await getApproval(await getPortalContext(), await visitorActor(), { token: link });
  const t = await getTranslations("outgoing");
  const form = await getTranslations("form");
  // The form stays when there is nothing to decide: its own answer is shown in it.
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={found.ok ? found.value.subject || t("noSubject") : t("title")} />
      {found.ok ? <OutgoingStatus message={found.value} /> : null}
      <ActionForm
        id="decide"
        action={decideByLink}
        errorTitle={form("checkFields")}
        className="flex flex-wrap items-center gap-3"
      >
        <input type="hidden" name="token" value={link} />
        {found.ok ? (
          <>
            <SubmitButton name="decision" value="approve">
              {t("approve")}
            </SubmitButton>
            <SubmitButton name="decision" value="reject" tone="secondary">
              {t("reject")}
            </SubmitButton>
          </>
        ) : (
          <Notice tone="info" title={t("refusals.nothing-to-approve")}>
            {t("linkUsed")}
          </Notice>
        )}
      </ActionForm>
      {found.ok ? <OutgoingBody message={found.value} /> : null}
    </div>
  );
}
