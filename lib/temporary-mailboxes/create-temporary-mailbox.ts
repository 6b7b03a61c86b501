import { spendCaptcha } from "@/lib/accounts/captcha";
import { recordEvent } from "@/lib/audit/record-event";
import { type Actor, hasScope } from "@/lib/context/actor";
import { isBound } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { getDatabaseNow } from "@/lib/database/database-clock";
import { networkOf, type RateLimited } from "@/lib/database/rate-limits";
import { isUniqueViolation } from "@/lib/database/unique-violation";
import { listTemporaryDomains, type TemporaryDomain } from "@/lib/domains/queries";
import { type MailboxHolder, NoRoomError, type NoRoomReason, reserveRoom } from "@/lib/domains/reserve-room";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { type Address, canonicalDomain, parseAddress } from "@/lib/mailboxes/address";
import { AddressTakenError, claimFreeAddress } from "@/lib/mailboxes/claim-address";
import { getPasswordPolicy } from "@/lib/mailboxes/queries";
import { startOperation } from "@/lib/mailboxes/start-operation";
import { toMailcowHash } from "@/lib/mailcow/password-hash";
import { announceMailbox } from "@/lib/notifications/announce-mailbox";
import { HasherBusyError } from "@/lib/secrets/password-hasher";
import { generateLocalPart } from "./generate-address";
import { generateMailboxPassword } from "./generate-password";
import { hashOwnerSecret } from "./owner-secret";
import { ACCOUNT_CREATION_LIMIT, longestLifetimeHours, VISITOR_CREATION_LIMIT } from "./policy";
import type { CreateTemporaryMailboxInput } from "./schema";
import { temporaryPasswordPlace } from "./sealed-password";

export type CreateTemporaryMailboxFailure =
  | { readonly reason: "not-allowed" | "sign-in-needed" | "owner-secret-needed" }
  | { readonly reason: NoRoomReason }
  | { readonly reason: "expiry-too-far"; readonly longestHours: number }
  | { readonly reason: "captcha-needed" | "captcha-wrong" }
  | { readonly reason: "busy"; readonly retryAfterSeconds: number }
  | RateLimited;

export interface CreatedTemporaryMailbox {
  readonly mailboxId: string;
  readonly address: string;
  /** Null for a legacy mailbox: nobody logs in to it, its mail is read in the portal. */
  readonly password: string | null;
  readonly expiresAt: Date;
  /** The work in Mailcow that makes it usable; null for a legacy mailbox, which is usable at once. */
  readonly operationId: string | null;
}

type CreateContext = Pick<
  PortalContext,
  "database" | "settings" | "keyring" | "passwordHasher" | "rateLimits"
>;

const HOUR_MS = 3_600_000;
/** With more than 40 random bits a second draw is rare and a third means that something else is wrong. */
const MAX_DRAWS = 5;

/**
 * Draws an address nobody ever had and records the mailbox together with the work that makes it, as a registration
 * does. The password is kept sealed for its owner; Mailcow gets its hash. Who owns it is the account, or the
 * browser that holds `ownerSecret`.
 */
export async function createTemporaryMailbox(
  context: CreateContext,
  actor: Actor,
  input: CreateTemporaryMailboxInput,
): Promise<Result<CreatedTemporaryMailbox, CreateTemporaryMailboxFailure>> {
  const holder = holderOf(actor, input.ownerSecret);
  if (!holder.ok) return holder;
  const domain = await chooseDomain(context, actor, input.domain);
  if (!domain.ok) return domain;
  const longestHours = longestLifetimeHours(actor.kind === "visitor", context.settings);
  const hours = input.hours ?? context.settings.mailbox.temporaryExpiryHours;
  if (hours > longestHours) return fail({ reason: "expiry-too-far", longestHours });
  const admitted = await admit(context, actor, input.captcha);
  if (!admitted.ok) return admitted;
  return store(context, actor, { domain: domain.value, holder: holder.value, hours });
}

function holderOf(
  actor: Actor,
  ownerSecret: string | undefined,
): Result<MailboxHolder, CreateTemporaryMailboxFailure> {
  if (actor.kind === "system") return succeed(null);
  if (actor.kind === "account") {
    return hasScope(actor, "mailbox:write") && !isBound(actor)
      ? succeed({ accountId: actor.accountId })
      : fail({ reason: "not-allowed" });
  }
  const ownerSecretHash = hashOwnerSecret(ownerSecret);
  return ownerSecretHash ? succeed({ ownerSecretHash }) : fail({ reason: "owner-secret-needed" });
}

/** A domain that is not offered to this actor cannot be told from one that is not there. */
async function chooseDomain(
  context: CreateContext,
  actor: Actor,
  wanted: string | undefined,
): Promise<Result<TemporaryDomain, CreateTemporaryMailboxFailure>> {
  const offered = await listTemporaryDomains(context, actor);
  if (actor.kind === "visitor" && offered.length === 0) return fail({ reason: "sign-in-needed" });
  const name = wanted === undefined ? offered[0]?.name : canonicalDomain(wanted);
  const chosen = offered.find((domain) => domain.name === name);
  return chosen ? succeed(chosen) : fail({ reason: "unknown-domain" });
}

/** Counts this try; what was wrong before this point costs nothing. */
async function admit(
  context: CreateContext,
  actor: Actor,
  captcha: string | undefined,
): Promise<Result<void, CreateTemporaryMailboxFailure>> {
  if (actor.kind === "system") return succeed(undefined);
  if (actor.kind === "account") return context.rateLimits.consume(ACCOUNT_CREATION_LIMIT, actor.accountId);
  // Without an account every address costs its proof of work, not only where many came before.
  if (context.settings.captcha !== "off") {
    if (!captcha) return fail({ reason: "captcha-needed" });
    if (!(await spendCaptcha(context, captcha))) return fail({ reason: "captcha-wrong" });
  }
  return context.rateLimits.consume(VISITOR_CREATION_LIMIT, networkOf(actor.networkAddress));
}

interface Wish {
  readonly domain: TemporaryDomain;
  readonly holder: MailboxHolder;
  readonly hours: number;
}

interface Secret {
  readonly password: string;
  readonly hash: string;
}

async function store(
  context: CreateContext,
  actor: Actor,
  wish: Wish,
): Promise<Result<CreatedTemporaryMailbox, CreateTemporaryMailboxFailure>> {
  try {
    const secret = wish.domain.kind === "legacy" ? null : await makeSecret(context);
    return succeed(await insertWithFreeAddress(context, actor, wish, secret));
  } catch (error) {
    if (error instanceof NoRoomError) return fail({ reason: error.reason });
    if (!(error instanceof HasherBusyError)) throw error;
    return fail({ reason: "busy", retryAfterSeconds: error.retryAfterSeconds });
  }
}

async function makeSecret(context: CreateContext): Promise<Secret> {
  const policy = await getPasswordPolicy(context);
  const password = generateMailboxPassword(context.settings.mailbox.passwordLength, policy);
  return { password, hash: toMailcowHash(await context.passwordHasher.hash(password)) };
}

async function insertWithFreeAddress(
  context: CreateContext,
  actor: Actor,
  wish: Wish,
  secret: Secret | null,
): Promise<CreatedTemporaryMailbox> {
  for (let draw = 1; ; draw += 1) {
    const address = parseAddress(generateLocalPart(), wish.domain.name);
    if (!address) throw new Error(`no address fits on ${wish.domain.name}`);
    try {
      return await context.database.prisma.$transaction((transaction) =>
        insert(transaction, context, actor, wish, secret, address),
      );
    } catch (error) {
      const isTaken = error instanceof AddressTakenError || isUniqueViolation(error);
      if (!isTaken || draw === MAX_DRAWS) throw error;
    }
  }
}

async function insert(
  transaction: Transaction,
  context: CreateContext,
  actor: Actor,
  wish: Wish,
  secret: Secret | null,
  address: Address,
): Promise<CreatedTemporaryMailbox> {
  await reserveRoom(transaction, wish.domain.name, wish.holder);
  const expiresAt = new Date((await getDatabaseNow(transaction)).getTime() + wish.hours * HOUR_MS);
  const mailbox = await transaction.mailbox.create({
    data: {
      ...ownerColumns(wish.holder),
      addressClaimId: await claimFreeAddress(transaction, context, address),
      address: address.canonical,
      domainName: address.domain,
      purpose: "TEMPORARY",
      expiresAt,
      quotaMiB: context.settings.mailbox.temporaryQuotaMiB,
      // Behind a legacy mailbox nothing has to be made: its domain takes mail for every address.
      ...(secret ? { backend: "MANAGED" } : { backend: "LEGACY", state: "ACTIVE" }),
    },
    select: { id: true, accountId: true },
  });
  await recordEvent(transaction, actor, {
    action: "temporary-mailbox.create",
    subjectKind: "mailbox",
    subjectId: mailbox.id,
    result: "done",
    detail: { domain: address.domain, expiresAt: expiresAt.toISOString() },
  });
  // A legacy mailbox has no operation whose end would tell of it.
  if (!secret) await announceMailbox(transaction, "mailbox.created", mailbox.id);
  const operationId = secret ? await startProvisioning(transaction, context, mailbox, secret) : null;
  const password = secret?.password ?? null;
  return { mailboxId: mailbox.id, address: address.canonical, password, expiresAt, operationId };
}

function ownerColumns(holder: MailboxHolder) {
  return {
    accountId: holder && "accountId" in holder ? holder.accountId : null,
    ownerSecretHash: holder && "ownerSecretHash" in holder ? holder.ownerSecretHash : null,
  };
}

/** The seal is bound to the row's id, so the row comes first. */
async function startProvisioning(
  transaction: Transaction,
  context: CreateContext,
  { id, accountId }: { readonly id: string; readonly accountId: string | null },
  { password, hash }: Secret,
): Promise<string> {
  const passwordSealed = context.keyring.seal(password, temporaryPasswordPlace(id));
  await transaction.mailbox.update({ where: { id }, data: { passwordSealed } });
  return startOperation(transaction, context, {
    kind: "PROVISION_MAILBOX",
    mailboxId: id,
    accountId,
    passwordHash: hash,
  });
}
