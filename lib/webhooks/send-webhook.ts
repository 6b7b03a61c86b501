import { Agent, request } from "undici";
import { pinnedLookup } from "@/lib/dns/resolve-public-host";
import { checkWebhookUrl, type WebhookHostRules, type WebhookUrlRefusal } from "./check-webhook-url";
import { signWebhook } from "./sign-webhook";

export interface WebhookMessage {
  readonly url: string;
  /** The same for every try. */
  readonly id: string;
  /** JSON. */
  readonly body: string;
  /** The newest first. */
  readonly secrets: readonly string[];
}

/** Why nobody took the message. Says nothing of what was found on the way: that would map a network. */
export type SendFailure =
  | WebhookUrlRefusal["reason"]
  | "redirected"
  | "timed-out"
  | "unreachable"
  | "bad-certificate";

export type SendOutcome =
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "failed"; readonly reason: SendFailure };

export interface SendOptions {
  /** From resolving the name to the last header of the answer. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const FIRST_REDIRECT = 300;
const FIRST_ERROR = 400;
const CERTIFICATE_ERROR = /CERT|^ERR_TLS_CERT|SIGNATURE$/;

/**
 * One try at handing a message over, signed for this moment. Connects only to the address that was checked, follows no
 * redirect, reads no more of the answer than its status, and never throws for what the other side does.
 */
export async function sendWebhook(
  message: WebhookMessage,
  rules: WebhookHostRules,
  options: SendOptions = {},
): Promise<SendOutcome> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const checked = await checkWebhookUrl(message.url, rules);
  if (!checked.ok) return { kind: "failed", reason: checked.failure.reason };
  // One agent a message: a kept connection would outlive the check of its address.
  const agent = new Agent({ connect: { lookup: pinnedLookup(checked.value.host) }, pipelining: 0 });
  try {
    const { statusCode, body } = await request(checked.value.url, {
      method: "POST",
      dispatcher: agent,
      signal,
      headers: {
        "content-type": "application/json",
        "user-agent": "Pasture-Webhooks/1",
        ...signWebhook(message.secrets, message.id, new Date(), message.body),
      },
      body: message.body,
    });
    // Without a listener, cutting the answer short would end the process.
    body.on("error", () => {}).destroy();
    const isRedirect = statusCode >= FIRST_REDIRECT && statusCode < FIRST_ERROR;
    return isRedirect ? { kind: "failed", reason: "redirected" } : { kind: "answered", status: statusCode };
  } catch (error) {
    return { kind: "failed", reason: explain(error, signal) };
  } finally {
    await agent.destroy();
  }
}

function explain(error: unknown, signal: AbortSignal): SendFailure {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (signal.aborted || code.endsWith("_TIMEOUT")) return "timed-out";
  return CERTIFICATE_ERROR.test(code) ? "bad-certificate" : "unreachable";
}
