import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/ui/action-form";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { getMailPage } from "@/lib/mailboxes/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { requireSession } from "@/lib/web/require-session";
import { removeMailbox } from "./actions";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("deleteMailbox"))("title") };
}

/** Says what is lost and asks for the address to be typed: nobody deletes their mail by a slip. */
export default async function DeleteMailboxPage() {
  const actor = await requireSession();
  const { mailbox } = await getMailPage(await getPortalContext(), actor);
  if (!mailbox) redirect("/mail");
  const t = await getTranslations("deleteMailbox");
  const form = await getTranslations("form");
  return (
    <div className="grid max-w-xl gap-6">
      <PageHeader
        title={t("title")}
        subtitle={<span className="font-mono break-all">{mailbox.address}</span>}
      />
      <Card id="delete" title={t("whatHappens")} className="border-bad-ink/40">
        <ActionForm
          id="delete-mailbox"
          action={removeMailbox}
          errorTitle={form("checkFields")}
          className="grid gap-5"
        >
          <ul className="grid list-disc gap-1 ps-5">
            <li>{t("noMoreMail")}</li>
            <li>{t("mailGoes")}</li>
            <li>{t("neverAgain")}</li>
            <li>{t("accountStays")}</li>
          </ul>
          <input type="hidden" name="mailboxId" value={mailbox.id} />
          <Field name="confirmAddress" label={t("typeAddress", { address: mailbox.address })}>
            <TextInput
              name="confirmAddress"
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              required
              className="font-mono"
            />
          </Field>
          <div className="flex flex-wrap gap-3">
            <SubmitButton tone="danger">{t("submit")}</SubmitButton>
            <LinkButton href="/mail">{t("keep")}</LinkButton>
          </div>
        </ActionForm>
      </Card>
    </div>
  );
}
