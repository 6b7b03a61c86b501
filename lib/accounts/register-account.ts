import { recordEvent } from "@/lib/audit/record-event";
import type { RegistrationMode } from "@/lib/config/settings";
import type { VisitorActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { networkOf, type RateLimited } from "@/lib/database/rate-limits";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { listRegistrationDomains, type RegistrationDomain } from "@/lib/domains/queries";
import { NoRoomError, type NoRoomReason, reserveRoom } from "@/lib/domains/reserve-room";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type Address, canonicalDomain, parseAddress } from "@/lib/mailboxes/address";
import { AddressTakenError, claimFreeAddress, isAddressFree } from "@/lib/mailboxes/claim-address";
import { findPasswordProblems } from "@/lib/mailboxes/password-policy";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { isReservedName } from "@/lib/mailboxes/reserved-names";
import type { PasswordProblem } from "@/lib/mailboxes/schema";
import { startOperation } from "@/lib/mailboxes/start-operation";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { HasherBusyError } from "@/lib/secrets/password-hasher";
import { countTowardsBusy, isCaptchaNeeded, spendCaptcha } from "./captcha";
import { registrationLimit } from "./policy";
import type { RegisterInput } from "./schema";

export type RegisterFailure =
  | { readonly reason: "registration-closed" | "invite-needed" | "approval-needed" }
  | { readonly reason: "invalid-address" | "reserved-address" | "address-taken" }
  | { readonly reason: NoRoomReason }
  | { readonly reason: "weak-password"; readonly problems: readonly PasswordProblem[] }
  | { readonly reason: "captcha-needed" | "captcha-wrong" }
  | { readonly reason: "busy"; readonly retryAfterSeconds: number }
  | RateLimited;

export interface Registration {
  readonly accountId: string;
  readonly mailboxId: string;
  readonly operationId: string;
}

type RegisterContext = Pick<
  PortalContext,
  "database" | "settings" | "keyring" | "passwordHasher" | "rateLimits"
>;

/**
 * Creates the account and records the intention to make its mailbox, in one transaction: after a success the
 * registration cannot be lost, whatever happens to Mailcow or to this process. The password is hashed once;
 * the same hash serves account and mailbox, and the password itself is kept nowhere.
 */
export async function registerAccount(
  context: RegisterContext,
  visitor: VisitorActor,
  input: RegisterInput,
): Promise<Result<Registration, RegisterFailure>> {
  const domain = await chooseDomain(context, input.domain);
  if (!domain.ok) return domain;
  const address = checkAddressRules(input, domain.value);
  if (!address.ok) return address;
  const problems = findPasswordProblems(
    input.password,
    address.value.canonical,
    await getPasswordPolicy(context),
  );
  if (problems.length > 0) return fail({ reason: "weak-password", problems });
  const admitted = await admitVisitor(context, visitor, input.captcha);
  if (!admitted.ok) return admitted;
  if (!(await isAddressFree(context, address.value))) return fail({ reason: "address-taken" });
  return storeRegistration(context, visitor, input, { ...address.value, quotaMiB: domain.value.quotaMiB });
}

/** The mode of the domain; where it is none of ours, the portal's own says why nobody can register. */
async function chooseDomain(
  context: RegisterContext,
  wanted: string,
): Promise<Result<RegistrationDomain, RegisterFailure>> {
  const name = canonicalDomain(wanted);
  const domains = await listRegistrationDomains(context);
  const domain = domains.find((candidate) => candidate.name === name);
  const open = checkMode(domain?.mode ?? context.settings.registrationMode);
  if (!open.ok) return open;
  return domain ? succeed(domain) : fail({ reason: "unknown-domain" });
}

function checkMode(mode: RegistrationMode): Result<void, RegisterFailure> {
  if (mode === "closed") return fail({ reason: "registration-closed" });
  if (mode === "invite") return fail({ reason: "invite-needed" });
  if (mode === "approval") return fail({ reason: "approval-needed" });
  return succeed(undefined);
}

function checkAddressRules(
  input: RegisterInput,
  domain: RegistrationDomain,
): Result<Address, RegisterFailure> {
  const address = parseAddress(input.localPart, domain.name);
  if (!address) return fail({ reason: "invalid-address" });
  return isReservedName(address.localPart) ? fail({ reason: "reserved-address" }) : succeed(address);
}

/** The address to be, with the size its domain gives. */
interface Place extends Address {
  readonly quotaMiB: number;
}

/** Counts this try; what was typed wrongly before this point costs the visitor nothing. */
async function admitVisitor(
  context: RegisterContext,
  visitor: VisitorActor,
  captcha: string | undefined,
): Promise<Result<void, RegisterFailure>> {
  if (await isCaptchaNeeded(context, visitor.networkAddress)) {
    if (!captcha) return fail({ reason: "captcha-needed" });
    if (!(await spendCaptcha(context, captcha))) return fail({ reason: "captcha-wrong" });
  }
  const limit = registrationLimit(context.settings);
  return limit ? context.rateLimits.consume(limit, networkOf(visitor.networkAddress)) : succeed(undefined);
}

async function storeRegistration(
  context: RegisterContext,
  visitor: VisitorActor,
  input: RegisterInput,
  place: Place,
): Promise<Result<Registration, RegisterFailure>> {
  try {
    const passwordHash = await context.passwordHasher.hash(input.password);
    const registration = await insertRegistration(context, visitor, input, place, passwordHash);
    await countTowardsBusy(context, visitor.networkAddress);
    return succeed(registration);
  } catch (error) {
    if (isUniqueViolation(error) || error instanceof AddressTakenError) {
      return fail({ reason: "address-taken" });
    }
    if (error instanceof NoRoomError) return fail({ reason: error.reason });
    if (error instanceof HasherBusyError) {
      return fail({ reason: "busy", retryAfterSeconds: error.retryAfterSeconds });
    }
    throw error;
  }
}

async function insertRegistration(
  context: RegisterContext,
  visitor: VisitorActor,
  input: RegisterInput,
  place: Place,
  passwordHash: string,
): Promise<Registration> {
  return context.database.prisma.$transaction(async (transaction) => {
    // The new account holds nothing yet: only the caps of the day and of the whole can be reached.
    await reserveRoom(transaction, place.domain, null);
    const account = await transaction.account.create({
      data: {
        address: place.canonical,
        displayName: input.displayName ?? "",
        passwordHash,
        locale: input.locale ?? null,
        recoveryEmail: input.recoveryEmail ?? null,
      },
      select: { id: true },
    });
    const mailbox = await transaction.mailbox.create({
      data: {
        accountId: account.id,
        addressClaimId: await claimFreeAddress(transaction, context, place),
        address: place.canonical,
        domainName: place.domain,
        displayName: input.displayName ?? "",
        quotaMiB: place.quotaMiB,
        forcePasswordUpdate: context.settings.mailbox.forcePasswordUpdate,
      },
      select: { id: true },
    });
    const operationId = await startOperation(transaction, context, {
      kind: "PROVISION_MAILBOX",
      mailboxId: mailbox.id,
      accountId: account.id,
      passwordHash: toMailcowHash(passwordHash),
    });
    await recordEvent(transaction, visitor, {
      action: "account.register",
      subjectKind: "account",
      subjectId: account.id,
      result: "done",
    });
    return { accountId: account.id, mailboxId: mailbox.id, operationId };
  });
}
