import { getTranslations } from "next-intl/server";
import { ServerSettings } from "@/components/mail/server-settings";
import { DeleteAddressForm } from "@/components/temporary-mailboxes/delete-address-form";
import { MailboxCard } from "@/components/temporary-mailboxes/mailbox-card";
import { ShownPassword } from "@/components/temporary-mailboxes/shown-password";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { getMailServer, mailSettings } from "@/lib/mailboxes/queries";
import { warningBegins } from "@/lib/notifications/policy";
import { findUndoableDeletion, type TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import type { MailboxOwner } from "@/lib/web/owner-secret-cookie";
import { getPortalContext } from "@/lib/web/portal-context";
import { extend, remove, showPassword, undo } from "./actions";
import type { Base } from "./place";

interface MailboxSectionProps {
  readonly mailbox: TemporaryMailboxView;
  readonly owner: MailboxOwner;
  readonly base: Base;
  readonly now: Date;
}

/** The card of one address with its forms. */
export async function MailboxSection({ mailbox, owner, base, now }: MailboxSectionProps) {
  const context = await getPortalContext();
  const { actor, ownerSecret } = owner;
  const selector = { mailboxId: mailbox.id, ownerSecret };
  const deletion = mailbox.state === "deleting" ? await findUndoableDeletion(context, actor, selector) : null;
  return (
    <MailboxCard
      // A dialog and the answers of these forms belong to one address only.
      key={mailbox.id}
      mailbox={mailbox}
      now={now}
      warnsAt={warningBegins(mailbox)}
      isMailServerAway={(await getMailServer(context)).reachable === false}
      undoableUntil={deletion?.deleteAfter ?? null}
      undoForm={<UndoForm mailbox={mailbox} />}
      deleteHref={`${base}/${mailbox.id}/delete`}
      deleteForm={
        <DeleteAddressForm
          id="delete-address"
          action={remove}
          mailbox={mailbox}
          base={base}
          hasMail={(mailbox.messageCount ?? 0) > 0}
        />
      }
      extendForm={<ExtendForm mailbox={mailbox} isVisitor={actor.kind === "visitor"} />}
      access={<MailProgram mailbox={mailbox} />}
    />
  );
}

interface ExtendFormProps {
  readonly mailbox: TemporaryMailboxView;
  /** Visitors cannot add to the operator's time, only begin it again. */
  readonly isVisitor: boolean;
}

async function ExtendForm({ mailbox, isVisitor }: ExtendFormProps) {
  const t = await getTranslations("temporary");
  const form = await getTranslations("form");
  const { settings } = await getPortalContext();
  const count = settings.mailbox.temporaryExpiryHours;
  return (
    <ActionForm id="extend" action={extend} errorTitle={form("checkFields")}>
      <input type="hidden" name="mailboxId" value={mailbox.id} />
      {/* What the person is looking at: a second press or another tab does not extend twice. */}
      <input type="hidden" name="expiresAt" value={mailbox.expiresAt.toISOString()} />
      <SubmitButton tone="secondary">
        {isVisitor ? t("extendAgain", { count }) : t("extend", { count })}
      </SubmitButton>
    </ActionForm>
  );
}

async function UndoForm({ mailbox }: { readonly mailbox: TemporaryMailboxView }) {
  const t = await getTranslations("temporary");
  const form = await getTranslations("form");
  return (
    <ActionForm
      id="undo-deletion"
      action={undo}
      errorTitle={form("checkFields")}
      className="grid justify-items-start gap-3"
    >
      <input type="hidden" name="mailboxId" value={mailbox.id} />
      <SubmitButton>{t("undo")}</SubmitButton>
    </ActionForm>
  );
}

async function MailProgram({ mailbox }: { readonly mailbox: TemporaryMailboxView }) {
  const t = await getTranslations("temporary.access");
  const form = await getTranslations("form");
  const table = await getTranslations("settingsTable");
  const context = await getPortalContext();
  return (
    <details className="-mb-2 border-t border-line pt-2">
      <summary className="min-h-11 py-2.5 font-medium text-accent-ink">{t("title")}</summary>
      <div className="grid gap-5 pt-2 pb-2">
        <ActionForm
          id="show-password"
          action={showPassword}
          errorTitle={form("checkFields")}
          className="grid justify-items-start gap-2"
        >
          <input type="hidden" name="mailboxId" value={mailbox.id} />
          <ShownPassword
            labels={{
              show: t("showPassword"),
              copy: t("copyPassword"),
              copied: table("copied"),
              failed: table("copyFailed"),
            }}
          />
        </ActionForm>
        <ServerSettings settings={mailSettings(context, mailbox.address)} />
      </div>
    </details>
  );
}
