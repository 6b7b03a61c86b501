import "server-only";
import { getMessagesContext } from "../messages-context";
import { answerRequest } from "./answer-request";
import type { Route } from "./define-route";

/** A route as Next wants it: `export const GET = serveRoute(getMailboxInfo)`. */
export function serveRoute(route: Route): (request: Request) => Promise<Response> {
  return (request) => answerRequest(getMessagesContext, route, request);
}
