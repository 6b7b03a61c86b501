import {
  type ApiAnswer,
  answerEmpty,
  answerError,
  answerJson,
  answerNginxPage,
  answerRouteNotFound,
  answerUnauthorised,
} from "@/lib/sandbox/api/api-answer";
import type { ApiCall, ApiContext, ChangeRoute } from "@/lib/sandbox/api/api-context";
import type { ApiAccess } from "@/lib/sandbox/api/authenticate-key";
import { type CallInput, readCallInput, type WireCall } from "@/lib/sandbox/api/call-input";
import { CallReport } from "@/lib/sandbox/api/call-report";
import { logApiCall } from "@/lib/sandbox/api/log-api-call";
import { PhpFailure } from "@/lib/sandbox/api/php-failure";
import { CHANGE_ROUTES, GET_ROUTES } from "@/lib/sandbox/api/routes";
import { searchRecords } from "@/lib/sandbox/api/search-records";

const BASE = "/api/v1/";
const CHANGES = new Set(["add", "edit", "delete"]);

/**
 * Answers one call as Mailcow's json_api.php does, in the same order of checks: key, body, rights, attributes,
 * method, route. `didChange` tells the caller that there may be something to save.
 */
export async function runCall(
  context: ApiContext,
  call: WireCall,
  access: ApiAccess,
): Promise<{ readonly answer: ApiAnswer; readonly didChange: boolean }> {
  if (!call.url.pathname.startsWith(BASE)) return unchanged(answerNginxPage(404));
  if (access === "wrong-key") return unchanged(answerUnauthorised());
  const path = readPath(call.url.pathname);
  const action = path[0] ?? "";
  const input = readCallInput(action, call);
  if (input === "invalid-json")
    return unchanged(answerError("Request body doesn't contain valid json!", 400));
  logApiCall(context.state, call, input);
  if (CHANGES.has(action)) return runChange(context, call, access, path, input);
  return unchanged(runRead(context, call, access, path, input));
}

async function runChange(
  context: ApiContext,
  call: WireCall,
  access: ApiAccess,
  path: readonly string[],
  input: CallInput,
) {
  const [action = "", category = ""] = path;
  if (access === "anonymous" && action === "add") return unchanged(answerEmpty());
  if (access !== "read-write") return unchanged(answerError("API read/write access denied", 403));
  if (!isComplete(action, input)) return unchanged(answerError("Cannot find attributes in post data"));
  if (call.method !== "POST") return unchanged(answerError("only POST method is allowed", 405));
  const route = findChangeRoute(path);
  if (!route) return unchanged(answerRouteNotFound());
  const parsed = describeCall(call, path, input, action, category);
  return { answer: await runRoute(route, context, parsed), didChange: true };
}

function runRead(
  context: ApiContext,
  call: WireCall,
  access: ApiAccess,
  path: readonly string[],
  input: CallInput,
): ApiAnswer {
  const [action = "", category = ""] = path;
  if (access === "anonymous") return answerEmpty();
  if (action === "search") {
    if (call.method !== "POST") return answerError("only POST method is allowed", 405);
    return searchRecords(context, category, input.attributes ?? {}) ?? answerRouteNotFound();
  }
  if (action !== "get") return answerRouteNotFound();
  if (call.method === "HEAD") return answerEmpty(405);
  if (call.method !== "GET") return answerError("only GET method is allowed", 405);
  const route = GET_ROUTES.get(category);
  return route ? route(context, describeCall(call, path, input, action, category)) : answerRouteNotFound();
}

/** An exception Mailcow does not catch leaves an empty body, whatever was done before it. */
async function runRoute(route: ChangeRoute, context: ApiContext, call: ApiCall): Promise<ApiAnswer> {
  const report = new CallReport();
  try {
    await route(context, call, report);
  } catch (error) {
    if (error instanceof PhpFailure) return answerEmpty();
    throw error;
  }
  return answerJson(report.toBody());
}

function findChangeRoute([action, category, object]: readonly string[]): ChangeRoute | undefined {
  return CHANGE_ROUTES.get(`${action}/${category}/${object}`) ?? CHANGE_ROUTES.get(`${action}/${category}`);
}

function isComplete(action: string, input: CallInput): boolean {
  if (action === "delete") return input.hasItems;
  return input.attributes !== undefined && (action === "add" || input.hasItems);
}

function describeCall(
  call: WireCall,
  [, , object, extra]: readonly string[],
  input: CallInput,
  action: string,
  category: string,
): ApiCall {
  return {
    action,
    category,
    object: object ?? null,
    extra: extra ?? null,
    query: call.url.searchParams,
    attributes: input.attributes ?? {},
    items: input.items ?? [],
  };
}

/** Doubled and trailing slashes are accepted. */
function readPath(pathname: string): string[] {
  return pathname
    .slice(BASE.length)
    .split("/")
    .filter((part) => part !== "")
    .map(decodePart);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function unchanged(answer: ApiAnswer) {
  return { answer, didChange: false };
}
