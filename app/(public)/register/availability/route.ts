import { type NextRequest, NextResponse } from "next/server";
import { checkAddress } from "@/lib/accounts/check-address";
import { checkAddressInput } from "@/lib/accounts/schema";
import { getPortalContext } from "@/lib/web/portal-context";
import { visitorActor } from "@/lib/web/require-session";

/** "Is it free", asked by the registration form while somebody types. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const input = checkAddressInput.safeParse(Object.fromEntries(request.nextUrl.searchParams));
  if (!input.success) return answer({ available: false, reason: "invalid-address" }, 422);
  const checked = await checkAddress(await getPortalContext(), await visitorActor(), input.data);
  if (!checked.ok) {
    return answer({ available: false }, 429, { "retry-after": String(checked.failure.retryAfterSeconds) });
  }
  return answer({ available: checked.value.available, reason: checked.value.reason }, 200);
}

function answer(
  body: { available: boolean; reason?: string | undefined },
  status: number,
  headers: Record<string, string> = {},
): NextResponse {
  return NextResponse.json(body, { status, headers: { "cache-control": "no-store", ...headers } });
}
