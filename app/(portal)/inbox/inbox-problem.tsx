import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { describeFailure } from "@/app/describe-failure";
import { type InboxPlace, listHref } from "@/components/inbox/inbox-place";
import { ActionForm } from "@/components/ui/action-form";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { MessageFailure } from "@/lib/messages/schema";

import { renewAccess } from "./actions";

interface InboxProblemProps {
  readonly failure: MessageFailure;
  readonly place: InboxPlace;
  readonly mailboxId: string;
}

/** Why no mail is shown, what became of it, and what can be done. */
export async function InboxProblem({ failure, place, mailboxId }: InboxProblemProps) {
  const t = await getTranslations("inbox.problems");
  if (failure.reason === "mailbox-login-refused") {
    return (
      <Problem title={t("accessRevoked")} sentence={t("accessRevokedExplanation")}>
        <RenewForm mailboxId={mailboxId} />
      </Problem>
    );
  }
  if (failure.reason === "folder-not-found") {
    return (
      <Problem title={t("folderGone")} sentence={t("folderGoneExplanation")}>
        <LinkButton href={listHref(place, { folder: "inbox", query: "", isUnreadOnly: false })}>
          {t("toInbox")}
        </LinkButton>
      </Problem>
    );
  }
  if (failure.reason === "mailbox-not-ready") {
    return (
      <Problem title={t("notReady")} sentence={t("notReadyExplanation")}>
        <LinkButton href="/mail">{t("toMail")}</LinkButton>
      </Problem>
    );
  }
  return (
    <Problem title={t("failed")} sentence={await describeFailure(failure)}>
      <LinkButton href={listHref(place, { before: place.before })}>{t("retry")}</LinkButton>
    </Problem>
  );
}

async function RenewForm({ mailboxId }: { readonly mailboxId: string }) {
  const t = await getTranslations("inbox.problems");
  const form = await getTranslations("form");
  return (
    <ActionForm
      id="renew-access"
      action={renewAccess}
      errorTitle={form("checkFields")}
      className="grid justify-items-start gap-3"
    >
      <input type="hidden" name="mailboxId" value={mailboxId} />
      <SubmitButton>{t("renew")}</SubmitButton>
    </ActionForm>
  );
}

interface ProblemProps {
  readonly title: string;
  readonly sentence: string;
  readonly children: ReactNode;
}

function Problem({ title, sentence, children }: ProblemProps) {
  return (
    <div className="grid justify-items-start gap-3" data-problem>
      <Notice tone="warn" title={title}>
        <p>{sentence}</p>
      </Notice>
      {children}
    </div>
  );
}
