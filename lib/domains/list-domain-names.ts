import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";

/** For choosing among them: in the operator's order, and without counting the mailboxes on each. */
export async function listDomainNames(
  { database }: Pick<PortalContext, "database">,
  actor: Actor,
): Promise<Result<readonly string[], { readonly reason: "not-allowed" }>> {
  if (!isAdmin(actor, "admin:read")) return fail({ reason: "not-allowed" });
  const domains = await database.prisma.domain.findMany({
    orderBy: [{ position: "asc" }, { name: "asc" }],
    select: { name: true },
  });
  return succeed(domains.map(({ name }) => name));
}
