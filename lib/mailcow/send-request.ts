import { type Agent, fetch, type Response } from "undici";
import { MailcowError } from "@/lib/mailcow/mailcow-error";

export type MailcowRequest = {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly apiKey: string;
  readonly body: string | undefined;
  /** From sending to the last byte of the answer. */
  readonly deadlineMs: number;
  readonly maximumAnswerBytes: number;
  readonly agent: Agent;
};

export type HttpAnswer = { readonly status: number; readonly text: string };

/** Failures that come before the first byte of a request is written; all others leave it open what Mailcow did. */
const FAILED_BEFORE_SENDING = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
  "UND_ERR_CLOSED",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_GET_ISSUER_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
  "ERR_SSL_WRONG_VERSION_NUMBER",
]);

/**
 * One HTTP exchange, never repeated. Headers of the answer, its admin-session cookie among them, are dropped here.
 *
 * `redirect: "manual"` hands a 3xx to the caller; following it would send the key to wherever it points.
 *
 * @throws MailcowError `unreachable`, `timed-out` or `unclear-answer`
 */
export async function sendRequest(endpoint: string, request: MailcowRequest): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(request.deadlineMs);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: {
        "X-API-Key": request.apiKey,
        Accept: "application/json",
        ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      redirect: "manual",
      dispatcher: request.agent,
      signal: deadline,
      ...(request.body === undefined ? {} : { body: request.body }),
    });
    return { status: response.status, text: await readText(endpoint, response, request.maximumAnswerBytes) };
  } catch (error) {
    throw describeFailure(endpoint, error, deadline);
  }
}

async function readText(endpoint: string, response: Response, maximumBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    receivedBytes += bytes.byteLength;
    if (receivedBytes > maximumBytes) {
      throw new MailcowError({ code: "unclear-answer", endpoint, detail: "more bytes than allowed" });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function describeFailure(endpoint: string, error: unknown, deadline: AbortSignal): MailcowError {
  if (error instanceof MailcowError) {
    return error;
  }
  if (deadline.aborted) {
    return new MailcowError({ code: "timed-out", endpoint, cause: error });
  }
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return FAILED_BEFORE_SENDING.has(errorCode(cause))
    ? new MailcowError({ code: "unreachable", endpoint, detail: errorCode(cause), cause })
    : new MailcowError({ code: "unclear-answer", endpoint, detail: "the connection was lost", cause });
}

function errorCode(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}
