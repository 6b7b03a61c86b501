import { type Actor, isAdmin } from "@/lib/context/actor";
import { isBound } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";

export interface TokenView {
  readonly id: string;
  readonly name: string;
  /** The token's first characters. */
  readonly hint: string;
  readonly accountAddress: string;
  readonly scopes: readonly string[];
  readonly networks: readonly string[];
  /** Addresses of the mailboxes it is limited to, of those that are left; null where it is not limited. */
  readonly mailboxes: readonly string[] | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
}

/** Live tokens, newest first: one's own, or with `everybodys` all of them for an admin. */
export async function listTokens(
  context: Pick<PortalContext, "database">,
  actor: Actor,
  options: { readonly everybodys?: boolean } = {},
): Promise<readonly TokenView[]> {
  const seesAll = options.everybodys === true && isAdmin(actor, "admin:read");
  if (!seesAll && (actor.kind !== "account" || isBound(actor))) return [];
  const tokens = await context.database.prisma.apiToken.findMany({
    where: {
      revokedAt: null,
      OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }],
      ...(seesAll || actor.kind !== "account" ? {} : { accountId: actor.accountId }),
    },
    include: {
      account: { select: { address: true } },
      mailboxes: {
        where: { mailbox: { state: { not: "DELETED" } } },
        select: { mailbox: { select: { address: true } } },
        orderBy: { mailboxId: "asc" },
      },
    },
    orderBy: { createdAt: "desc" },
    take: 500,
  });
  return tokens.map(({ account, mailboxes, isBound: isLimited, ...token }) => {
    const { id, name, hint, scopes, networks, createdAt, expiresAt, lastUsedAt } = token;
    const addresses = mailboxes.flatMap(({ mailbox }) => mailbox.address ?? []);
    return {
      id,
      name,
      hint,
      accountAddress: account.address,
      scopes,
      networks,
      mailboxes: isLimited ? addresses : null,
      createdAt,
      expiresAt,
      lastUsedAt,
    };
  });
}
