import type { VisitorActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { isManagedDomain } from "@/lib/domains/queries";
import { NoRoomError } from "@/lib/domains/reserve-room";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { parseWholeAddress } from "@/lib/mailboxes/address";
import { isAddressClaimed } from "@/lib/mailboxes/claim-address";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { hashToken, isWellFormedToken, newToken } from "@/lib/secrets/token";
import {
  type CreateAccountContext,
  type CreateAccountFailure,
  type CreatedAccount,
  insertAccount,
  SETUP_CLOSED,
} from "./create-account";
import { hasAdmin } from "./queries";
import type { ClaimSetupLinkInput } from "./schema";

const PURPOSE = "setup";
const PREFIX = "setup";
const LIFETIME_MS = 3_600_000;

export type SetupLinkFailure = { readonly reason: "setup-closed" };
export type ClaimSetupLinkFailure =
  | Exclude<CreateAccountFailure, { readonly reason: "not-allowed" }>
  | { readonly reason: "link-invalid" | "setup-closed" };

/**
 * A one-time link to the first admin account, for whoever can read the portal's own output. Works for an hour;
 * closed for good once it was used, also if every admin should vanish later.
 */
export async function createSetupLink(
  context: Pick<PortalContext, "database" | "settings">,
): Promise<Result<{ readonly url: string; readonly expiresAt: Date }, SetupLinkFailure>> {
  if (await isSetupClosed(context)) return fail({ reason: "setup-closed" });
  const token = newToken(PREFIX);
  const expiresAt = new Date(Date.now() + LIFETIME_MS);
  await context.database.prisma.oneTimeLink.create({
    data: { purpose: PURPOSE, tokenHash: hashToken(token), expiresAt },
  });
  return succeed({ url: `${context.settings.appUrl}/setup?token=${token}`, expiresAt });
}

/** Whether the link opens the form; using it is decided again when the form is sent. */
export async function isSetupLinkValid(
  context: Pick<PortalContext, "database">,
  token: string,
): Promise<boolean> {
  if (!isWellFormedToken(PREFIX, token) || (await isSetupClosed(context))) return false;
  const link = await context.database.prisma.oneTimeLink.findFirst({
    where: { purpose: PURPOSE, tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: new Date() } },
  });
  return link !== null;
}

/** Makes the first admin and closes the door behind it. Of two at once exactly one gets through. */
export async function claimSetupLink(
  context: CreateAccountContext,
  visitor: VisitorActor,
  input: ClaimSetupLinkInput,
): Promise<Result<CreatedAccount, ClaimSetupLinkFailure>> {
  if (!(await isSetupLinkValid(context, input.token))) return fail({ reason: "link-invalid" });
  const parsed = parseWholeAddress(input.address);
  if (!parsed) return fail({ reason: "invalid-address" });
  const isManaged = await isManagedDomain(context, parsed.domain);
  if (input.createMailbox && !isManaged) return fail({ reason: "unknown-domain" });
  const policy = await getPasswordPolicy(context);
  const problems = findPasswordProblems(input.password, parsed.canonical, policy);
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  if (await isAddressClaimed(context, parsed)) return fail({ reason: "address-taken" });
  const passwordHash = await context.passwordHasher.hash(input.password);
  try {
    return await context.database.prisma.$transaction(async (transaction) => {
      const { count } = await transaction.oneTimeLink.updateMany({
        where: { tokenHash: hashToken(input.token), usedAt: null, expiresAt: { gt: new Date() } },
        data: { usedAt: new Date() },
      });
      if (count === 0) return fail({ reason: "link-invalid" });
      // Two links at once meet here: the second insert of the same fact fails and undoes its transaction.
      await transaction.instanceFact.create({ data: { name: SETUP_CLOSED, value: true } });
      return succeed(
        await insertAccount(transaction, context, visitor, {
          address: parsed.canonical,
          parsed,
          isManaged,
          passwordHash,
          role: "ADMIN",
          withMailbox: input.createMailbox,
        }),
      );
    });
  } catch (error) {
    if (error instanceof NoRoomError) return fail({ reason: error.reason });
    if (!isUniqueViolation(error)) throw error;
    return fail({ reason: (await isSetupClosed(context)) ? "setup-closed" : "address-taken" });
  }
}

async function isSetupClosed(context: Pick<PortalContext, "database">): Promise<boolean> {
  const facts = await context.database.prisma.instanceFact.count({ where: { name: SETUP_CLOSED } });
  return facts > 0 || (await hasAdmin(context));
}
