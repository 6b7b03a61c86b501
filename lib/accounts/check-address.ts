import type { VisitorActor } from "@/lib/context/actor";
import type { PortalContext } from "@/lib/context/portal-context";
import { networkOf, type RateLimited } from "@/lib/database/rate-limits";
import { type Result, succeed } from "@/lib/errors/result";
import { parseAddress } from "@/lib/mailboxes/address";
import { isAddressFree } from "@/lib/mailboxes/claim-address";
import { isReservedName } from "@/lib/mailboxes/reserved-names";
import { ADDRESS_CHECK_LIMIT } from "./policy";
import type { CheckAddressInput } from "./schema";

export interface AddressCheck {
  readonly available: boolean;
  readonly address: string;
  readonly reason?: "invalid-address" | "reserved-address" | "address-taken";
}

/**
 * "Is it free", while typing. Tells no more than registering would: taken, once taken and look-alike are one
 * answer, and a network gets a limited number of questions.
 */
export async function checkAddress(
  context: Pick<PortalContext, "database" | "keyring" | "rateLimits">,
  visitor: VisitorActor,
  input: CheckAddressInput,
): Promise<Result<AddressCheck, RateLimited>> {
  const address = parseAddress(input.localPart, input.domain);
  if (!address) return succeed({ available: false, address: "", reason: "invalid-address" });
  const answer = (reason?: AddressCheck["reason"]) =>
    succeed({ available: !reason, address: address.canonical, ...(reason ? { reason } : {}) });
  if (isReservedName(address.localPart)) return answer("reserved-address");
  const admitted = await context.rateLimits.consume(ADDRESS_CHECK_LIMIT, networkOf(visitor.networkAddress));
  if (!admitted.ok) return admitted;
  return answer((await isAddressFree(context, address)) ? undefined : "address-taken");
}
