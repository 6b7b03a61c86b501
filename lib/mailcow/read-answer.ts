import { z } from "zod";
import { MailcowError } from "@/lib/mailcow/mailcow-error";
import type { HttpAnswer } from "@/lib/mailcow/send-request";

/** What the router says before any function runs; nothing was done. */
const protocolRefusal = z.object({ type: z.literal("error"), msg: z.string() });

const PROTOCOL_KEYS: Readonly<Record<string, string>> = {
  "route not found": "route_not_found",
  "Cannot find attributes in post data": "no_attributes",
  "Request body doesn't contain valid json!": "invalid_json",
  "only GET method is allowed": "wrong_method",
  "only POST method is allowed": "wrong_method",
};

/**
 * The JSON of an answer, whatever its content type: Mailcow labels JSON as HTML and errors as JSON.
 *
 * A status says little (200 stands for success, refusal and crash alike), but 401/403 and 5xx can be relied on. An
 * empty 200 is an uncaught PHP exception, or a call that arrived without its key.
 *
 * @throws MailcowError `unauthorised`, `rejected` by the router, or `unclear-answer`
 */
export function readAnswer(endpoint: string, { status, text }: HttpAnswer): unknown {
  if (status === 401 || status === 403) {
    throw new MailcowError({ code: "unauthorised", endpoint, detail: `HTTP ${status}` });
  }
  if (status >= 300 && status < 400) {
    throw unclear(endpoint, "a redirect; check the URL");
  }
  if (status >= 500) {
    throw unclear(endpoint, `HTTP ${status}`);
  }
  const answer = parseJson(endpoint, text);
  const refusal = protocolRefusal.safeParse(answer);
  if (refusal.success) {
    const key = PROTOCOL_KEYS[refusal.data.msg] ?? "unknown_protocol_error";
    throw new MailcowError({ code: "rejected", endpoint, messageKeys: [key] });
  }
  if (status >= 400) {
    throw unclear(endpoint, `HTTP ${status}`);
  }
  return answer;
}

/** The parser's own error is not kept as a cause: it quotes the body. */
function parseJson(endpoint: string, text: string): unknown {
  if (text.trim() === "") {
    throw unclear(endpoint, "an empty body");
  }
  try {
    return JSON.parse(text);
  } catch {
    throw unclear(endpoint, "not JSON");
  }
}

function unclear(endpoint: string, detail: string): MailcowError {
  return new MailcowError({ code: "unclear-answer", endpoint, detail });
}
