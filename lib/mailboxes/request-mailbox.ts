import { recordEvent } from "@/lib/audit/record-event";
import { type AccountActor, hasScope } from "@/lib/context/actor";
import { isBound } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import type { Account, Mailbox } from "@/lib/database/models";
import type { RateLimited } from "@/lib/database/rate-limits";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { getMailboxQuotaMiB, isManagedDomain } from "@/lib/domains/queries";
import { NoRoomError, type NoRoomReason, reserveRoom } from "@/lib/domains/reserve-room";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { HasherBusyError } from "@/lib/secrets/password-hasher";
import { type Address, parseAddress, parseWholeAddress } from "./address";
import {
  AddressTakenError,
  claimFreeAddress,
  findUnusedClaim,
  isAddressFree,
  retireAddress,
} from "./claim-address";
import { findPasswordProblems } from "./password-policy";
import { MAILBOX_CHANGE_LIMIT } from "./policy";
import { getPasswordPolicy } from "./queries";
import { isReservedName } from "./reserved-names";
import type { PasswordProblem, RequestMailboxInput } from "./schema";
import { startOperation } from "./start-operation";
import { supersedeOperations } from "./supersede-operations";

export type RequestMailboxFailure =
  | { readonly reason: "not-allowed" | "mailbox-exists" }
  | { readonly reason: NoRoomReason }
  | { readonly reason: "invalid-address" | "reserved-address" | "address-taken" }
  | { readonly reason: "weak-password"; readonly problems: readonly PasswordProblem[] }
  | { readonly reason: "busy"; readonly retryAfterSeconds: number }
  | RateLimited;

export interface RequestedMailbox {
  readonly mailboxId: string;
  readonly operationId: string;
  readonly address: string;
}

type RequestContext = Pick<
  PortalContext,
  "database" | "keyring" | "settings" | "passwordHasher" | "rateLimits"
>;

/**
 * "Create my mailbox": for an account that has none, or whose mailbox could not be made. Where the name turned
 * out to be somebody else's in Mailcow, another name can be given; the account signs in with it from then on.
 */
export async function requestMailbox(
  context: RequestContext,
  actor: AccountActor,
  input: RequestMailboxInput,
): Promise<Result<RequestedMailbox, RequestMailboxFailure>> {
  if (!hasScope(actor, "mailbox:write") || isBound(actor)) return fail({ reason: "not-allowed" });
  const account = await context.database.prisma.account.findUniqueOrThrow({ where: { id: actor.accountId } });
  const current = await context.database.prisma.mailbox.findFirst({
    where: { accountId: account.id, purpose: "PERSON", state: { not: "DELETED" } },
  });
  if (current && !canBeMadeAgain(current)) return fail({ reason: "mailbox-exists" });
  const address = await chooseAddress(context, account, current, input.localPart);
  if (!address.ok) return address;
  const policy = await getPasswordPolicy(context);
  const problems = findPasswordProblems(input.password, address.value.canonical, policy);
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  const admitted = await context.rateLimits.consume(MAILBOX_CHANGE_LIMIT, account.id);
  if (!admitted.ok) return admitted;
  return storeRequest(context, actor, { account, current, address: address.value, password: input.password });
}

/** Only a mailbox that was never made can be asked for again. */
function canBeMadeAgain(mailbox: Mailbox): boolean {
  return !mailbox.madeAt && (mailbox.state === "NEEDS_USER" || mailbox.state === "NEEDS_ADMIN");
}

async function chooseAddress(
  context: RequestContext,
  account: Account,
  current: Mailbox | null,
  localPart: string | undefined,
): Promise<Result<Address, RequestMailboxFailure>> {
  const own = parseWholeAddress(account.address);
  if (!own || !(await isManagedDomain(context, own.domain))) return fail({ reason: "unknown-domain" });
  const address = localPart ? parseAddress(localPart, own.domain) : own;
  if (!address) return fail({ reason: "invalid-address" });
  if (address.canonical === current?.address) {
    return current.reason === "address-taken" ? fail({ reason: "address-taken" }) : succeed(address);
  }
  if (localPart && isReservedName(address.localPart)) return fail({ reason: "reserved-address" });
  if (address.canonical === account.address && (await findUnusedClaim(context.database.prisma, address))) {
    return succeed(address);
  }
  return (await isAddressFree(context, address)) ? succeed(address) : fail({ reason: "address-taken" });
}

interface MailboxRequest {
  readonly account: Account;
  readonly current: Mailbox | null;
  readonly address: Address;
  readonly password: string;
}

async function storeRequest(
  context: RequestContext,
  actor: AccountActor,
  request: MailboxRequest,
): Promise<Result<RequestedMailbox, RequestMailboxFailure>> {
  try {
    const passwordHash = toMailcowHash(await context.passwordHasher.hash(request.password));
    const stored = await context.database.prisma.$transaction(async (transaction) => {
      const mailboxId = await placeMailbox(transaction, context, request);
      await recordEvent(transaction, actor, {
        action: "mailbox.request",
        subjectKind: "mailbox",
        subjectId: mailboxId,
        result: "done",
      });
      const operationId = await startOperation(transaction, context, {
        kind: "PROVISION_MAILBOX",
        mailboxId,
        accountId: request.account.id,
        passwordHash,
      });
      return { mailboxId, operationId, address: request.address.canonical };
    });
    return succeed(stored);
  } catch (error) {
    if (isUniqueViolation(error) || error instanceof AddressTakenError) {
      return fail({ reason: "address-taken" });
    }
    if (error instanceof NoRoomError) return fail({ reason: error.reason });
    if (!(error instanceof HasherBusyError)) throw error;
    return fail({ reason: "busy", retryAfterSeconds: error.retryAfterSeconds });
  }
}

/** A new row, or the failed one under its old or new address; the old address then stays refused for ever. */
async function placeMailbox(
  transaction: Transaction,
  context: RequestContext,
  { account, current, address }: MailboxRequest,
): Promise<string> {
  const { canonical, domain } = address;
  if (!current) {
    // One that is made again has its place already.
    await reserveRoom(transaction, domain, { accountId: account.id });
    const created = await transaction.mailbox.create({
      data: {
        accountId: account.id,
        addressClaimId:
          (await findUnusedClaim(transaction, address)) ??
          (await claimFreeAddress(transaction, context, address)),
        address: canonical,
        domainName: domain,
        displayName: account.displayName,
        quotaMiB: await getMailboxQuotaMiB(transaction, context.settings, domain),
      },
    });
    return created.id;
  }
  await supersedeOperations(transaction, current.id, ["PROVISION_MAILBOX"]);
  const isRenamed = canonical !== current.address;
  await transaction.mailbox.update({
    where: { id: current.id },
    data: {
      state: "PENDING",
      reason: null,
      ...(isRenamed
        ? { address: canonical, addressClaimId: await claimFreeAddress(transaction, context, address) }
        : {}),
    },
  });
  if (isRenamed) {
    await retireAddress(transaction, current.addressClaimId);
    await transaction.account.update({ where: { id: account.id }, data: { address: canonical } });
  }
  return current.id;
}
