import { randomUUID } from "node:crypto";
import type { PortalContext } from "@/lib/context/portal-context";
import { fail, type Result, succeed } from "@/lib/errors/result";
import { createLogger } from "@/lib/logging/create-logger";
import { admitBearer } from "./admit-bearer";
import { answerOnce } from "./answer-once";
import type { ApiContext, OpenApiContext } from "./api-context";
import type { PreparedCall, Route } from "./define-route";
import { type ApiAnswer, describeProblem, type Occurrence, type Refusal } from "./describe-problem";
import { explainThrown } from "./explain-thrown";
import { readInput } from "./read-input";

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The whole way of a call: token, limit, scope, input, `Idempotency-Key`, service, answer. Always answers, in JSON,
 * with `X-Request-Id`; what is thrown is logged here, once, under that id.
 */
export async function answerRequest(
  openContext: OpenApiContext,
  route: Route,
  request: Request,
): Promise<Response> {
  const occurrence = newOccurrence(request);
  return toResponse(await answer(openContext, route, request, occurrence), occurrence);
}

/** For what needs neither token nor service to be refused. */
export function answerProblem(refusal: Refusal, request: Request): Response {
  const occurrence = newOccurrence(request);
  return toResponse(describeProblem(refusal, occurrence), occurrence);
}

function newOccurrence(request: Request): Occurrence {
  return { requestId: randomUUID(), instance: new URL(request.url).pathname };
}

async function answer(
  openContext: OpenApiContext,
  route: Route,
  request: Request,
  occurrence: Occurrence,
): Promise<ApiAnswer> {
  let context: ApiContext | undefined;
  try {
    context = await openContext();
    const result = await admitAndCall(context, route, request, occurrence);
    return result.ok ? result.value : describeRefusal(route, result.failure, occurrence);
  } catch (error) {
    return answerThrown(context, route, error, occurrence);
  }
}

async function admitAndCall(
  context: ApiContext,
  route: Route,
  request: Request,
  occurrence: Occurrence,
): Promise<Result<ApiAnswer, Refusal>> {
  const bearer = await admitBearer(context, route, request);
  if (!bearer.ok) return bearer;
  const { tokenId, actor } = bearer.value;
  const key = readIdempotencyKey(route, request);
  if (!key.ok) return key;
  const input = await readInput(route, request);
  if (!input.ok) return input;
  const prepared = route.prepare(input.value);
  if (!prepared.ok) return fail({ reason: "invalid-request", ...prepared.failure });
  const facts = { idempotencyKey: key.value, signal: request.signal };
  const work = () => carryOut(() => prepared.value(context, actor, facts), context, route, occurrence);
  if (key.value === null) return succeed(await work());
  const { bodyText } = input.value;
  const repeatable = { tokenId, key: key.value, request: `${route.method} ${occurrence.instance}`, bodyText };
  return answerOnce(context, repeatable, work);
}

/** Never throws: what broke is an answer as well, and one that a repetition must get again. */
async function carryOut(
  call: () => ReturnType<PreparedCall>,
  context: PortalContext,
  route: Route,
  occurrence: Occurrence,
): Promise<ApiAnswer> {
  try {
    const result = await call();
    return result.ok ? result.value : describeRefusal(route, result.failure, occurrence);
  } catch (error) {
    return answerThrown(context, route, error, occurrence);
  }
}

function readIdempotencyKey(route: Route, request: Request): Result<string | null, Refusal> {
  const key = request.headers.get("idempotency-key");
  if (key === null || route.method !== "POST") return succeed(null);
  if (IDEMPOTENCY_KEY.test(key)) return succeed(key);
  const message = "1 to 255 printable ASCII characters without spaces.";
  const errors = [{ field: "Idempotency-Key", code: "invalid-format", message }];
  return fail({ reason: "invalid-request", errors });
}

function describeRefusal(route: Route, refusal: Refusal, occurrence: Occurrence): ApiAnswer {
  return describeProblem(refusal, { ...occurrence, field: route.failureFields[refusal.reason] });
}

function answerThrown(
  context: PortalContext | undefined,
  route: Route,
  error: unknown,
  { requestId, instance }: Occurrence,
): ApiAnswer {
  const refusal = explainThrown(error);
  const logger = context?.logger ?? createLogger({ level: "info", name: "web" });
  const fields = { error, requestId, method: route.method, route: route.path, reason: refusal.reason };
  if (refusal.reason === "internal-error") logger.error(fields, "API call failed");
  else logger.warn(fields, "API call could not be done now");
  return describeProblem(refusal, { requestId, instance });
}

function toResponse({ status, headers, body, stream }: ApiAnswer, { requestId }: Occurrence): Response {
  return new Response(stream ?? JSON.stringify(body), {
    status,
    headers: { ...headers, "Cache-Control": "no-store", "X-Request-Id": requestId },
  });
}
