import { getTranslations } from "next-intl/server";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import type { Base } from "./place";

/** In place of an address that was deleted, or is somebody else's: the two cannot be told apart. */
export async function AddressGone({ base }: { readonly base: Base }) {
  const t = await getTranslations("temporary.gone");
  const explanation = base === "/temporary" ? t("explanationVisitor") : t("explanation");
  return (
    <div className="grid justify-items-start gap-6" data-address-gone>
      <PageHeader title={t("title")} subtitle={<p className="max-w-prose">{explanation}</p>} />
      <LinkButton href={base} tone="primary">
        {t("back")}
      </LinkButton>
    </div>
  );
}
