import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getFormatter, getTranslations } from "next-intl/server";
import { Countdown } from "@/components/inbox/countdown";
import { composeHref } from "@/components/inbox/inbox-place";
import { OutgoingBody } from "@/components/inbox/outgoing-body";
import { OutgoingStatus } from "@/components/inbox/outgoing-status";
import { ActionForm } from "@/components/ui/action-form";
import { BackHeader } from "@/components/ui/back-header";
import { LinkButton } from "@/components/ui/link-button";
import { SubmitButton } from "@/components/ui/submit-button";
import { getOutgoing } from "@/lib/sending/queries";
import { type OutgoingDetail, outgoingKeySchema } from "@/lib/sending/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { again, cancel, decide } from "../actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("outgoing"))("title") };
}

interface OutgoingPageProps {
  readonly params: Promise<{ readonly id: string }>;
}

/** One message on its way out: how it stands, and what can still be done. */
export default async function OutgoingPage({ params }: OutgoingPageProps) {
  const actor = await requireSession();
  const key = outgoingKeySchema.safeParse({ outgoingId: (await params).id });
  const found = key.success ? await getOutgoing(await getPortalContext(), actor, key.data) : null;
  if (!found?.ok) notFound();
  const message = found.value;
  const t = await getTranslations("outgoing");
  return (
    <div
      className="mx-auto grid w-full max-w-3xl grid-cols-1 gap-5 p-4 sm:p-6"
      data-width="full"
      data-outgoing-state={message.state}
    >
      <BackHeader href={`/inbox/inbox?mailbox=${message.mailboxId}`} label={t("back")}>
        {message.subject || t("noSubject")}
      </BackHeader>
      <div role="status">
        <OutgoingStatus message={message} />
      </div>
      <Decisions message={message} />
      <OutgoingBody message={message} />
      {ENDED.has(message.state) ? null : (
        <noscript>
          <meta httpEquiv="refresh" content="5" />
        </noscript>
      )}
    </div>
  );
}

const ENDED: ReadonlySet<OutgoingDetail["state"]> = new Set([
  "sent",
  "maybe-sent",
  "failed",
  "cancelled",
  "rejected",
  "awaiting-approval",
]);

async function Decisions({ message }: { readonly message: OutgoingDetail }) {
  const t = await getTranslations("outgoing");
  const form = await getTranslations("form");
  const shared = {
    errorTitle: form("checkFields"),
    className: "flex flex-wrap items-center gap-3",
  };
  const id = <input type="hidden" name="outgoingId" value={message.id} />;
  if (message.state === "awaiting-approval") {
    return (
      <ActionForm id="decide" action={decide} {...shared}>
        {id}
        <SubmitButton name="decision" value="approve">
          {t("approve")}
        </SubmitButton>
        <SubmitButton name="decision" value="reject" tone="secondary">
          {t("reject")}
        </SubmitButton>
      </ActionForm>
    );
  }
  return (
    <div className="flex flex-wrap items-start gap-3">
      {message.canCancel ? (
        <ActionForm id="cancel" action={cancel} {...shared}>
          {id}
          <SubmitButton tone={message.state === "held" ? "primary" : "secondary"} shortcut="z">
            {t(message.state === "held" ? "undo" : "takeBack")}
          </SubmitButton>
          {message.state === "held" ? <HeldFor sendAt={message.sendAt} /> : null}
        </ActionForm>
      ) : null}
      {message.canSendAgain ? (
        <ActionForm id="again" action={again} {...shared}>
          {id}
          <SubmitButton tone="secondary">{t("sendAgain")}</SubmitButton>
        </ActionForm>
      ) : null}
      {message.state === "sent" || message.state === "cancelled" || message.state === "rejected" ? (
        <>
          <LinkButton href={`/inbox/inbox?mailbox=${message.mailboxId}`}>{t("back")}</LinkButton>
          <LinkButton href={composeHref(message.mailboxId)} tone="quiet">
            {t("writeAnother")}
          </LinkButton>
        </>
      ) : null}
    </div>
  );
}

async function HeldFor({ sendAt }: { readonly sendAt: Date }) {
  const t = await getTranslations("outgoing");
  const format = await getFormatter();
  return (
    <p className="text-ink-soft">
      <Countdown
        remainingMs={sendAt.getTime() - Date.now()}
        label={t("sendsIn", { seconds: "#" })}
        doneLabel={t("sendsNow")}
        timeLabel={t("sendsAt", { time: format.dateTime(sendAt, { timeStyle: "medium" }) })}
      />
    </p>
  );
}
