import { WebStandardStreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js";
import { createMcpServer } from "@/lib/mcp/create-mcp-server";
import { admitToken } from "../api/admit-bearer";
import { answerProblem } from "../api/answer-request";
import type { ApiContext, OpenApiContext } from "../api/api-context";
import { explainThrown } from "../api/explain-thrown";
import { readAtMost } from "../api/read-input";

/** Bytes: the longest text an agent may send, four bytes a character, and room for the rest. */
const MOST_BODY_BYTES = 1_048_576;

/**
 * One message of the Model Context Protocol (streamable HTTP), by the token it comes with. Stateless: nothing is kept
 * between two requests, so any process answers any of them, and there is no stream to listen on. What is wrong with
 * the request itself is a problem as of the REST API.
 */
export async function answerMcp(openContext: OpenApiContext, request: Request): Promise<Response> {
  if (request.method !== "POST") return new Response(null, { status: 405, headers: { Allow: "POST" } });
  let context: ApiContext | undefined;
  try {
    context = await openContext();
    const bearer = await admitToken(context, request);
    if (!bearer.ok) return answerProblem(bearer.failure, request);
    const bytes = await readAtMost(request, MOST_BODY_BYTES);
    if (!bytes) return answerProblem({ reason: "body-too-large" }, request);
    const message = parseJson(bytes);
    // A batch would be many calls for one in the token's limit; the protocol has dropped them.
    if (typeof message !== "object" || message === null || Array.isArray(message)) {
      return answerProblem({ reason: "malformed-json" }, request);
    }
    const { actor } = bearer.value;
    return await exchange(context, async () => actor, request, message);
  } catch (error) {
    const refusal = explainThrown(error);
    context?.logger.error({ error, reason: refusal.reason }, "MCP request failed");
    return answerProblem(refusal, request);
  }
}

async function exchange(
  context: ApiContext,
  findActor: Parameters<typeof createMcpServer>[1],
  request: Request,
  message: object,
): Promise<Response> {
  const server = createMcpServer(context, findActor);
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  // Closing ends what a tool still waits for.
  const left = new Promise<Response>((resolve) => {
    request.signal.addEventListener("abort", () => resolve(new Response(null, { status: 408 })), {
      once: true,
    });
  });
  try {
    await server.connect(transport);
    const answered = await Promise.race([transport.handleRequest(request, { parsedBody: message }), left]);
    answered.headers.set("Cache-Control", "no-store");
    return answered;
  } finally {
    await server.close();
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
