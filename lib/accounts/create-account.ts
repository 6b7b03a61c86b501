import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, isAdmin } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { getMailboxQuotaMiB, isManagedDomain } from "@/lib/domains/queries";
import { NoRoomError, type NoRoomReason, reserveRoom } from "@/lib/domains/reserve-room";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type Address, parseWholeAddress } from "@/lib/mailboxes/address";
import { claimAddress, isAddressClaimed } from "@/lib/mailboxes/claim-address";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import type { PasswordProblem } from "@/lib/mailboxes/schema";
import { startOperation } from "@/lib/mailboxes/start-operation";
import { toMailcowHash } from "@/lib/mailcow/password-hash";

export type CreateAccountFailure =
  | { readonly reason: "not-allowed" | "invalid-address" | "address-taken" }
  | { readonly reason: NoRoomReason }
  | { readonly reason: "weak-password"; readonly problems: readonly PasswordProblem[] };

export interface CreateAccountInput {
  readonly address: string;
  readonly password: string;
  readonly role: "PERSON" | "ADMIN";
  readonly displayName?: string;
  readonly quotaMiB?: number;
  /** The person must choose another password before webmail opens: for passwords an admin made. */
  readonly forcePasswordUpdate?: boolean;
  /** Only possible on one of the portal's own domains. */
  readonly withMailbox: boolean;
}

export interface CreatedAccount {
  readonly accountId: string;
  readonly address: string;
  readonly mailboxId: string | null;
  readonly operationId: string | null;
}

/** The instance fact that says so. */
export const SETUP_CLOSED = "setup-closed";

export type CreateAccountContext = Pick<
  PortalContext,
  "database" | "keyring" | "passwordHasher" | "settings"
>;

/**
 * An admin makes an account. Reserved names and look-alikes are allowed here: the admin knows whose they are. The
 * domain's caps hold for admins as well, who can raise them.
 */
export async function createAccount(
  context: CreateAccountContext,
  actor: Actor,
  input: CreateAccountInput,
): Promise<Result<CreatedAccount, CreateAccountFailure>> {
  if (!isAdmin(actor, "admin:write")) return fail({ reason: "not-allowed" });
  const address = parseWholeAddress(input.address);
  if (!address) return fail({ reason: "invalid-address" });
  const isManaged = await isManagedDomain(context, address.domain);
  if (input.withMailbox && !isManaged) return fail({ reason: "unknown-domain" });
  const policy = await getPasswordPolicy(context);
  const problems = findPasswordProblems(input.password, address.canonical, policy);
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  if (await isAddressClaimed(context, address)) return fail({ reason: "address-taken" });
  const passwordHash = await context.passwordHasher.hash(input.password);
  try {
    return succeed(
      await context.database.prisma.$transaction((transaction) =>
        insertAccount(transaction, context, actor, { ...input, passwordHash, parsed: address, isManaged }),
      ),
    );
  } catch (error) {
    if (isUniqueViolation(error)) return fail({ reason: "address-taken" });
    if (error instanceof NoRoomError) return fail({ reason: error.reason });
    throw error;
  }
}

export interface NewAccount extends Omit<CreateAccountInput, "password"> {
  readonly parsed: Address;
  readonly passwordHash: string;
  /** Addresses on the portal's own domains are claimed for good. */
  readonly isManaged: boolean;
}

/**
 * For callers that do more in the same transaction.
 * @throws a unique violation for a taken address.
 * @throws {NoRoomError} when the domain takes no further mailbox.
 */
export async function insertAccount(
  transaction: Transaction,
  context: Pick<CreateAccountContext, "keyring" | "settings">,
  actor: Actor,
  input: NewAccount,
): Promise<CreatedAccount> {
  const { canonical, domain } = input.parsed;
  // The new account holds nothing yet: only the caps of the day and of the whole can be reached.
  if (input.withMailbox && input.isManaged) await reserveRoom(transaction, domain, null);
  const account = await transaction.account.create({
    data: {
      address: canonical,
      displayName: input.displayName ?? "",
      passwordHash: input.passwordHash,
      role: input.role,
    },
    select: { id: true },
  });
  await recordEvent(transaction, actor, {
    action: "account.create",
    subjectKind: "account",
    subjectId: account.id,
    result: "done",
    detail: { role: input.role },
  });
  if (input.role === "ADMIN") await closeSetup(transaction);
  const addressClaimId = input.isManaged ? await claimAddress(transaction, context, input.parsed) : null;
  const created = { accountId: account.id, address: canonical };
  if (!input.withMailbox || !addressClaimId) return { ...created, mailboxId: null, operationId: null };
  const mailbox = await transaction.mailbox.create({
    data: {
      accountId: account.id,
      addressClaimId,
      address: canonical,
      domainName: domain,
      displayName: input.displayName ?? "",
      quotaMiB: input.quotaMiB ?? (await getMailboxQuotaMiB(transaction, context.settings, domain)),
      forcePasswordUpdate: input.forcePasswordUpdate ?? false,
    },
    select: { id: true },
  });
  const operationId = await startOperation(transaction, context, {
    kind: "PROVISION_MAILBOX",
    mailboxId: mailbox.id,
    accountId: account.id,
    passwordHash: toMailcowHash(input.passwordHash),
  });
  return { ...created, mailboxId: mailbox.id, operationId };
}

/** An installation that has had an admin never offers the set-up link again. Safe to repeat. */
async function closeSetup(transaction: Transaction): Promise<void> {
  await transaction.instanceFact.createMany({
    data: [{ name: SETUP_CLOSED, value: true }],
    skipDuplicates: true,
  });
}
