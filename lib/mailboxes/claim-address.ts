import type { PortalContext } from "@/lib/context/portal-context";
import type { Transaction } from "@/lib/database/create-database";
import { type Address, skeletonOf } from "./address";

type ClaimContext = Pick<PortalContext, "database" | "keyring">;

/** Somebody was faster with the address, or with one that looks like it. */
export class AddressTakenError extends Error {
  override readonly name = "AddressTakenError";
}

/** `address-taken` stands for taken, once taken, and too like a taken one: sign-up need not tell which. */
export async function isAddressFree(context: ClaimContext, address: Address): Promise<boolean> {
  return isFree(context.database.prisma, context, address);
}

async function isFree(
  transaction: Transaction,
  context: Pick<PortalContext, "keyring">,
  address: Address,
): Promise<boolean> {
  const clash = await transaction.addressClaim.findFirst({
    where: {
      OR: [
        { addressHash: { in: [...context.keyring.hmacs("address", address.canonical)] } },
        { skeletonHash: { in: [...context.keyring.hmacs("skeleton", skeletonKey(address))] } },
      ],
    },
    select: { id: true },
  });
  return clash === null;
}

/** True when the exact address was ever given out; look-alikes do not count. */
export async function isAddressClaimed(context: ClaimContext, address: Address): Promise<boolean> {
  const claims = await context.database.prisma.addressClaim.count({
    where: { addressHash: { in: [...context.keyring.hmacs("address", address.canonical)] } },
  });
  return claims > 0;
}

/**
 * {@link claimAddress} for people, who get nothing that looks like somebody else's. Look-alikes are no unique key,
 * because admins may give them out, so those that come at once wait for each other here.
 * @throws {AddressTakenError}, or a unique violation, when somebody was faster.
 */
export async function claimFreeAddress(
  transaction: Transaction,
  context: Pick<PortalContext, "keyring">,
  address: Address,
): Promise<string> {
  const skeleton = skeletonKey(address);
  await transaction.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${skeleton}, 0))`;
  if (!(await isFree(transaction, context, address)))
    throw new AddressTakenError("taken since it was looked up");
  return claimAddress(transaction, context, address);
}

/**
 * Takes the address for good: it is never given to a second person, also not after deletion.
 * @throws a unique violation when somebody was faster.
 */
export async function claimAddress(
  transaction: Transaction,
  context: Pick<PortalContext, "keyring">,
  address: Address,
): Promise<string> {
  const claim = await transaction.addressClaim.create({
    data: {
      address: address.canonical,
      addressHash: context.keyring.hmac("address", address.canonical),
      skeletonHash: context.keyring.hmac("skeleton", skeletonKey(address)),
    },
    select: { id: true },
  });
  return claim.id;
}

/** The claim of an account that was made without a mailbox; only that account may make one of it. */
export async function findUnusedClaim(transaction: Transaction, address: Address): Promise<string | null> {
  const claim = await transaction.addressClaim.findFirst({
    where: { address: address.canonical, state: "IN_USE", mailbox: null },
    select: { id: true },
  });
  return claim?.id ?? null;
}

/** Forgets the address but keeps its keyed hash, so that it stays refused. */
export async function retireAddress(transaction: Transaction, claimId: string): Promise<void> {
  await transaction.addressClaim.update({
    where: { id: claimId },
    data: { address: null, state: "RETIRED", retiredAt: new Date() },
  });
}

function skeletonKey(address: Address): string {
  return `${skeletonOf(address.localPart)}@${address.domain}`;
}
