import { getTranslations } from "next-intl/server";
import { ProofOfWork } from "@/components/accounts/proof-of-work";
import { CreateAddressForm } from "@/components/temporary-mailboxes/create-address-form";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { Notice } from "@/components/ui/notice";
import { listTemporaryDomains } from "@/lib/domains/queries";
import type { MailboxOwner } from "@/lib/web/owner-secret-cookie";
import { getPortalContext } from "@/lib/web/portal-context";
import { createAddress } from "./actions";
import { makeAddressChallenge } from "./make-address-challenge";
import type { Base } from "./place";

interface CreateProps {
  readonly owner: MailboxOwner;
  readonly base: Base;
  readonly hasAny: boolean;
}

/** The button that makes an address, or why there is none. */
export async function Create({ owner, base, hasAny }: CreateProps) {
  const context = await getPortalContext();
  const domains = await listTemporaryDomains(context, owner.actor);
  const t = await getTranslations("temporary");
  if (domains.length === 0) {
    return owner.actor.kind === "visitor" ? <SignInNeeded /> : <Notice tone="info">{t("noDomain")}</Notice>;
  }
  const captcha = await getTranslations("register.captcha");
  return (
    <>
      <CreateAddressForm action={createAddress} base={base} domains={domains}>
        <ProofOfWork
          challenge={await makeAddressChallenge(context, owner.actor)}
          labels={{
            working: t("captcha.working"),
            ready: captcha("ready"),
            failed: captcha("failed"),
            needsScript: t("captcha.needsScript"),
          }}
        />
      </CreateAddressForm>
      {hasAny ? null : <EmptyState>{t("none")}</EmptyState>}
    </>
  );
}

/** The operator lets only people with an account have addresses. */
async function SignInNeeded() {
  const t = await getTranslations("temporary");
  const home = await getTranslations("home");
  return (
    <div className="grid gap-4">
      <Notice tone="info">{t("signInNeeded")}</Notice>
      <div className="flex flex-wrap gap-3">
        <LinkButton href="/sign-in" tone="primary">
          {home("signIn")}
        </LinkButton>
        <LinkButton href="/register">{home("register")}</LinkButton>
      </div>
    </div>
  );
}
