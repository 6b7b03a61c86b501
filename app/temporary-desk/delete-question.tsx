import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DeleteAddressForm } from "@/components/temporary-mailboxes/delete-address-form";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { findTemporaryMailbox } from "@/lib/temporary-mailboxes/queries";
import { findMailboxOwner } from "@/lib/web/owner-secret-cookie";
import { getPortalContext } from "@/lib/web/portal-context";
import { remove } from "./actions";
import type { Base } from "./place";
import { readMailboxId } from "./read-mailbox-id";

/** The question of the dialog as a page of its own. */
export async function DeleteQuestion({ base, id }: { readonly base: Base; readonly id: string }) {
  const { actor, ownerSecret } = await findMailboxOwner();
  const mailboxId = readMailboxId(id);
  const mailbox = await findTemporaryMailbox(await getPortalContext(), actor, { mailboxId, ownerSecret });
  if (!mailbox) notFound();
  const t = await getTranslations("temporary.deletion");
  return (
    <div className="grid max-w-xl gap-6">
      <PageHeader title={t("title")} />
      <Card id="delete" title={t("whatHappens")} className="border-bad-ink/40">
        <div className="grid grid-cols-1 gap-4">
          <DeleteAddressForm
            id="delete-address"
            action={remove}
            mailbox={mailbox}
            base={base}
            hasMail={(mailbox.messageCount ?? 0) > 0}
          />
          <div>
            <LinkButton href={`${base}/${mailbox.id}`}>{t("keep")}</LinkButton>
          </div>
        </div>
      </Card>
    </div>
  );
}
