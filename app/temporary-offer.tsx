import { Hourglass } from "lucide-react";
import { getTranslations } from "next-intl/server";
import { listTemporaryDomains } from "@/lib/domains/queries";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";

/** The way to an address without an account, where the operator lets visitors have one; nothing elsewhere. */
export async function TemporaryOffer() {
  const domains = await listTemporaryDomains(await getPortalContext(), await visitorActor());
  if (domains.length === 0) return null;
  const t = await getTranslations("home");
  return (
    <p className="flex flex-wrap items-center gap-x-3 border-t border-line pt-4 text-ink-soft">
      {t("temporaryQuestion")}
      <a className="link inline-flex min-h-11 items-center gap-2 font-medium" href="/temporary">
        <Hourglass size={18} className="shrink-0" />
        {t("temporary")}
      </a>
    </p>
  );
}
