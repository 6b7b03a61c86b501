import { getTranslations } from "next-intl/server";
import { ServerSettings } from "@/components/mail/server-settings";
import { DeleteAddressForm } from "@/components/temporary-mailboxes/delete-address-form";
import { MailboxCard } from "@/components/temporary-mailboxes/mailbox-card";
import { ShownPassword } from "@/components/temporary-mailboxes/shown-password";
import { ActionForm } from "@/components/ui/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { mailSettings } from "@/lib/mailboxes/queries";
import type { TemporaryMailboxView } from "@/lib/temporary-mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { extend, remove, showPassword } from "./actions";
import type { Base } from "./place";

interface MailboxSectionProps {
  readonly mailbox: TemporaryMailboxView;
  readonly base: Base;
  readonly now: Date;
}

/** The card of one address with its forms. */
export async function MailboxSection({ mailbox, base, now }: MailboxSectionProps) {
  return (
    <MailboxCard
      // A dialog and the answers of these forms belong to one address only.
      key={mailbox.id}
      mailbox={mailbox}
      now={now}
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
      extendForm={<ExtendForm mailbox={mailbox} />}
      access={<MailProgram mailbox={mailbox} />}
    />
  );
}

async function ExtendForm({ mailbox }: { readonly mailbox: TemporaryMailboxView }) {
  const t = await getTranslations("temporary");
  const form = await getTranslations("form");
  const { settings } = await getPortalContext();
  return (
    <ActionForm
      id="extend"
      action={extend}
      errorTitle={form("checkFields")}
      className="flex flex-col-reverse gap-3"
    >
      <input type="hidden" name="mailboxId" value={mailbox.id} />
      {/* What the person is looking at: a second press or another tab does not extend twice. */}
      <input type="hidden" name="expiresAt" value={mailbox.expiresAt.toISOString()} />
      <div>
        <SubmitButton tone="secondary">
          {t("extend", { count: settings.mailbox.temporaryExpiryHours })}
        </SubmitButton>
      </div>
    </ActionForm>
  );
}

async function MailProgram({ mailbox }: { readonly mailbox: TemporaryMailboxView }) {
  const t = await getTranslations("temporary.access");
  const form = await getTranslations("form");
  const table = await getTranslations("settingsTable");
  const context = await getPortalContext();
  return (
    <details className="border-t border-line pt-3">
      <summary className="min-h-11 py-2 font-medium text-accent-ink">{t("title")}</summary>
      <div className="grid gap-5 pt-2">
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
