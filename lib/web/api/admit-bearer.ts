import { authenticateToken, type TokenBearer } from "@/lib/api-tokens/authenticate-token";
import { findObstacle } from "@/lib/context/mailbox-reach";
import type { PortalContext } from "@/lib/context/portal-context";
import type { RateLimit } from "@/lib/database/rate-limits";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { CLIENT_ADDRESS_HEADER } from "../client-address";
import type { Route } from "./define-route";
import type { Refusal } from "./describe-problem";

/** Of one token: far above what a person's program needs, far below what hurts a small server. */
export const TOKEN_LIMIT: RateLimit = { name: "api-token", points: 300, perSeconds: 60 };

/** RFC 6750, 2.1. */
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]{1,200}=*)$/i;

/** Who calls, by the token alone: cookies are never looked at here, and no session opens the API. */
export async function admitBearer(
  context: AdmitContext,
  route: Pick<Route, "scope" | "reach">,
  request: Request,
): Promise<Result<TokenBearer, Refusal>> {
  const bearer = await admitToken(context, request);
  if (!bearer.ok) return bearer;
  const obstacle = findObstacle(bearer.value.actor, route);
  return obstacle === null ? bearer : fail({ reason: obstacle });
}

/** The same for a door that asks for scopes later. */
export async function admitToken(
  context: AdmitContext,
  request: Request,
): Promise<Result<TokenBearer, Refusal>> {
  const token = BEARER.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token === undefined) return fail({ reason: "invalid-token" });
  const networkAddress = request.headers.get(CLIENT_ADDRESS_HEADER) ?? "unknown";
  const bearer = await authenticateToken(context, token, networkAddress);
  if (!bearer) return fail({ reason: "invalid-token" });
  const counted = await context.rateLimits.consume(TOKEN_LIMIT, bearer.tokenId);
  return counted.ok ? succeed(bearer) : counted;
}

type AdmitContext = Pick<PortalContext, "database" | "rateLimits">;
