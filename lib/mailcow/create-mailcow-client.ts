import { bulkhead, isBulkheadRejectedError } from "cockatiel";
import { Agent } from "undici";
import { type BreakerOptions, type BreakerState, createBreaker } from "@/lib/mailcow/create-breaker";
import { createKeyGate } from "@/lib/mailcow/create-key-gate";
import { encodePathPart } from "@/lib/mailcow/encode-path-part";
import { MailcowError, type MailcowErrorCode } from "@/lib/mailcow/mailcow-error";
import { normaliseApiUrl } from "@/lib/mailcow/normalise-api-url";
import { readAnswer } from "@/lib/mailcow/read-answer";
import { type MailcowRequest, sendRequest } from "@/lib/mailcow/send-request";

export type DeadlineClass = "read" | "list" | "write" | "delete";
export type MailcowPriority = "interactive" | "background";

export type MailcowCallReport = {
  readonly method: "GET" | "POST";
  /** The call without its parameters, such as `get/mailbox`. */
  readonly endpoint: string;
  /** Time in the queue included. */
  readonly durationMs: number;
  readonly outcome: "ok" | MailcowErrorCode;
};

export type MailcowClientOptions = {
  /** `https://mail.example.org`, with or without `/api/v1` and with or without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** Only `false` when the operator said so: the key is an administrator of the whole mail server. */
  readonly verifyTls?: boolean;
  /** PEM text of the authority that signed Mailcow's certificate, where the system does not know it. */
  readonly certificateAuthority?: string;
  readonly deadlinesMs?: Partial<Record<DeadlineClass, number>>;
  /** Calls in flight at once; together they are also the number of connections. */
  readonly concurrency?: Readonly<Record<MailcowPriority, number>>;
  /** Calls that may wait for their turn; one more is refused with `overloaded`. */
  readonly queueLimits?: Readonly<Record<MailcowPriority, number>>;
  readonly breaker?: BreakerOptions;
  readonly maximumAnswerBytes?: number;
  readonly onCall?: (call: MailcowCallReport) => void;
};

export type MailcowClient = {
  /** `parameters` become path parts after the endpoint, each encoded. Resolves to the parsed JSON body. */
  get(endpoint: string, parameters: readonly string[], deadline: "read" | "list"): Promise<unknown>;
  post(endpoint: string, body: unknown, deadline: "write" | "delete"): Promise<unknown>;
  /** The same client, connections, key check and breaker, with calls waiting in the other queue. */
  withPriority(priority: MailcowPriority): MailcowClient;
  /** `open` lasts until a call tries again after the pause. */
  breakerState(): BreakerState;
  /** Lets calls in flight finish, then closes the connections. */
  close(): Promise<void>;
};

/**
 * Generous on purpose: on 5,000 mailboxes a list takes 19 s, an edit beside a deletion 11 s and one deletion up to
 * 6 s, and a write given up too early is an unclear one.
 */
const DEADLINES_MS: Record<DeadlineClass, number> = {
  read: 10_000,
  list: 90_000,
  write: 30_000,
  delete: 180_000,
};
const CONCURRENCY: Record<MailcowPriority, number> = { interactive: 3, background: 1 };
const QUEUE_LIMITS: Record<MailcowPriority, number> = { interactive: 50, background: 100 };
const MAXIMUM_ANSWER_BYTES = 64 * 1024 * 1024;
const CONNECT_TIMEOUT_MS = 5_000;

/**
 * The only way to Mailcow. Sends the key as `X-API-Key` and nothing else that identifies us; keeps no cookies, since
 * the one in each answer is an administrator's session; follows no redirect; repeats nothing. Every call either
 * resolves to the JSON of an answer that was understood or throws a `MailcowError`.
 *
 * A new client sends one call at a time until the first is answered as authorised, and after a 401 or 403 none at
 * all, so that a mis-set key costs one failed attempt and not a ban.
 *
 * @throws TypeError when the URL or the key cannot be used.
 */
export function createMailcowClient(options: MailcowClientOptions): MailcowClient {
  const apiUrl = normaliseApiUrl(options.baseUrl);
  const apiKey = requireUsableKey(options.apiKey);
  const concurrency = options.concurrency ?? CONCURRENCY;
  const queueLimits = options.queueLimits ?? QUEUE_LIMITS;
  const agent = createAgent(options, concurrency.interactive + concurrency.background);
  const maximumAnswerBytes = options.maximumAnswerBytes ?? MAXIMUM_ANSWER_BYTES;
  const breaker = createBreaker(options.breaker);
  const keyGate = createKeyGate();
  const lanes = {
    interactive: bulkhead(concurrency.interactive, queueLimits.interactive),
    background: bulkhead(concurrency.background, queueLimits.background),
  };

  async function exchange(endpoint: string, request: MailcowRequest): Promise<unknown> {
    return readAnswer(endpoint, await sendRequest(endpoint, request));
  }

  /** The breaker is asked last, once the call has its turn: it may have opened while the call was waiting. */
  function schedule(endpoint: string, request: MailcowRequest, priority: MailcowPriority): Promise<unknown> {
    return lanes[priority]
      .execute(() => keyGate.run(() => breaker.run(endpoint, () => exchange(endpoint, request))))
      .catch((error: unknown) => {
        throw toMailcowError(error, endpoint);
      });
  }

  function call(
    endpoint: string,
    priority: MailcowPriority,
    deadline: DeadlineClass,
    message: { method: "GET" | "POST"; path: string; body?: string },
  ): Promise<unknown> {
    const request: MailcowRequest = {
      method: message.method,
      url: `${apiUrl}/${message.path}`,
      apiKey,
      body: message.body,
      deadlineMs: options.deadlinesMs?.[deadline] ?? DEADLINES_MS[deadline],
      maximumAnswerBytes,
      agent,
    };
    return report(options.onCall, { method: message.method, endpoint }, () =>
      schedule(endpoint, request, priority),
    );
  }

  function forPriority(priority: MailcowPriority): MailcowClient {
    return {
      get: (endpoint, parameters, deadline) =>
        call(endpoint, priority, deadline, {
          method: "GET",
          path: [endpoint, ...parameters.map(encodePathPart)].join("/"),
        }),
      post: (endpoint, body, deadline) =>
        call(endpoint, priority, deadline, { method: "POST", path: endpoint, body: JSON.stringify(body) }),
      withPriority: forPriority,
      breakerState: () => breaker.state(),
      close: () => agent.close(),
    };
  }

  return forPriority("interactive");
}

/** Mailcow drops other characters before comparing, so such a key is a mistake; an empty one is answered with 200. */
function requireUsableKey(apiKey: string): string {
  if (!/^[A-Za-z0-9-]+$/.test(apiKey)) {
    throw new TypeError("The Mailcow API key must consist of letters, digits and hyphens.");
  }
  return apiKey;
}

/** Deadlines are ours, so undici's own header and body timeouts, which cannot be told per call, are off. */
function createAgent(options: MailcowClientOptions, connections: number): Agent {
  return new Agent({
    connections,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: {
      timeout: CONNECT_TIMEOUT_MS,
      rejectUnauthorized: options.verifyTls ?? true,
      ...(options.certificateAuthority === undefined ? {} : { ca: options.certificateAuthority }),
    },
  });
}

function toMailcowError(error: unknown, endpoint: string): unknown {
  return isBulkheadRejectedError(error)
    ? new MailcowError({ code: "overloaded", endpoint, cause: error })
    : error;
}

async function report(
  onCall: MailcowClientOptions["onCall"],
  call: Pick<MailcowCallReport, "method" | "endpoint">,
  run: () => Promise<unknown>,
): Promise<unknown> {
  const startedAt = performance.now();
  const tell = (outcome: MailcowCallReport["outcome"]) =>
    onCall?.({ ...call, durationMs: Math.round(performance.now() - startedAt), outcome });
  try {
    const answer = await run();
    tell("ok");
    return answer;
  } catch (error) {
    tell(error instanceof MailcowError ? error.code : "unclear-answer");
    throw error;
  }
}
