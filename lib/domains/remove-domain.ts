import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { canonicalDomain } from "@/lib/mailboxes/address";

export type RemoveDomainFailure = {
  readonly reason: "not-allowed" | "not-found" | "domain-in-use" | "domain-configured";
};

/**
 * Takes a domain out of the portal; Mailcow keeps it. Refused while the portal has mailboxes on it, and for
 * MAILCOW_DOMAIN, which would be back with the next start. Addresses given out stay refused should it come back.
 */
export async function removeDomain(
  context: Pick<PortalContext, "database" | "settings">,
  actor: Actor,
  input: { readonly name: string },
): Promise<Result<void, RemoveDomainFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const name = canonicalDomain(input.name);
  if (name === null) return fail({ reason: "not-found" });
  if (name === context.settings.domain) return fail({ reason: "domain-configured" });
  return context.database.prisma.$transaction(async (transaction) => {
    // Waits for whoever is making a mailbox here, and makes later ones find the domain gone.
    const found = await transaction.$queryRaw<
      unknown[]
    >`select 1 from domain where name = ${name} for update`;
    if (found.length === 0) return fail({ reason: "not-found" });
    const mailboxes = await transaction.mailbox.count({
      where: { domainName: name, state: { not: "DELETED" } },
    });
    if (mailboxes > 0) return fail({ reason: "domain-in-use" });
    await transaction.domain.delete({ where: { name } });
    await recordEvent(transaction, actor, {
      action: "domain.remove",
      subjectKind: "domain",
      subjectId: name,
      result: "done",
    });
    return succeed(undefined);
  });
}
