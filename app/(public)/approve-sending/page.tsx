import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OutgoingBody } from "@/components/inbox/outgoing-body";
import { OutgoingStatus } from "@/components/inbox/outgoing-status";
import { UntilDecided } from "@/components/inbox/until-decided";
import { ActionForm } from "@/components/ui/action-form";
import { Notice } from "@/components/ui/notice";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { getApproval } from "@/lib/sending/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";
import { decideByLink } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outgoing"))("linkTitle"), robots: "noindex" };
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
  // The heading is the portal's own: what a program wrote stands below it and cannot pass for it. The form stays when
  // there is nothing to decide, because its answer is shown in it.
  return (
    <div className="grid grid-cols-1 gap-6">
      <PageHeader title={t("linkTitle")} />
      {found.ok ? (
        <>
          <OutgoingStatus message={found.value} />
          <h2 className="text-lg font-semibold [overflow-wrap:anywhere]" dir="auto">
            {found.value.subject || t("noSubject")}
          </h2>
          <OutgoingBody message={found.value} />
        </>
      ) : null}
      <ActionForm id="decide" action={decideByLink} errorTitle={form("checkFields")} className="grid gap-4">
        <input type="hidden" name="token" value={link} />
        {found.ok ? (
          <div className="flex flex-wrap items-center gap-3">
            <SubmitButton name="decision" value="approve">
              {t("approve")}
            </SubmitButton>
            <SubmitButton name="decision" value="reject" tone="secondary">
              {t("reject")}
            </SubmitButton>
          </div>
        ) : (
          <>
            <UntilDecided>
              <Notice tone="info" title={t("refusals.nothing-to-approve")} />
            </UntilDecided>
            <p>
              <a className="link inline-flex min-h-11 items-center" href="/inbox/outgoing">
                {t("linkUsed")}
              </a>
            </p>
          </>
        )}
      </ActionForm>
    </div>
  );
}
