import type { PasswordProblem } from "@/lib/mailboxes/schema";
import messages from "@/messages/en.json";
import { type ProblemReason, problemKinds } from "./problem-kinds";

/** One thing that is wrong with a request, and where. */
export interface FieldError {
  /** Dotted path of a body or query field, or the name of a header. */
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** Why a call was not done. */
export interface Refusal<Reason extends ProblemReason = ProblemReason> {
  readonly reason: Reason;
  readonly retryAfterSeconds?: number;
  readonly errors?: readonly FieldError[];
  /** Rules a password breaks. */
  readonly problems?: readonly PasswordProblem[];
}

/** An answer before it becomes a `Response`: it can be stored and given again. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sent instead of `body`, as it comes; such an answer cannot be stored. */
  readonly stream?: ReadableStream<Uint8Array>;
}

export interface Occurrence {
  readonly requestId: string;
  /** Path of the call. */
  readonly instance: string;
  /** The body or query field that a refusal is about, where it is about one. */
  readonly field?: string | undefined;
}

export const PROBLEM_TYPE = "application/problem+json";
/** Sent with a 503 that says nothing better. */
const RETRY_SECONDS = 5;
const DAY_MS = 86_400_000;

/** Where the reference page explains a code; also the problem's `type`. */
export function problemPage(code: string): string {
  return `/api-reference#${code}`;
}

/** RFC 9457, with `code` to program against and `request_id` to find the log line. Repeats nothing that was sent. */
export function describeProblem(refusal: Refusal, occurrence: Occurrence): ApiAnswer {
  const { code, status, title, detail } = problemKinds[refusal.reason];
  const errors = refusal.errors ?? nameField(refusal, occurrence);
  const retryAfterSeconds = refusal.retryAfterSeconds ?? usualPause(refusal.reason);
  return {
    status,
    headers: {
      "Content-Type": PROBLEM_TYPE,
      ...(retryAfterSeconds === undefined ? {} : { "Retry-After": String(retryAfterSeconds) }),
      ...(status === 401 ? { "WWW-Authenticate": 'Bearer realm="pasture"' } : {}),
    },
    body: {
      type: problemPage(code),
      title,
      status,
      detail,
      code,
      instance: occurrence.instance,
      request_id: occurrence.requestId,
      ...(errors.length > 0 ? { errors } : {}),
    },
  };
}

/** Each broken rule of a password, or the one field that the whole refusal is about. */
function nameField({ reason, problems }: Refusal, { field }: Occurrence): readonly FieldError[] {
  if (problems) {
    return problems.map((code) => ({
      field: field ?? "password",
      code,
      message: messages.passwordProblems[code],
    }));
  }
  const { code, detail } = problemKinds[reason];
  return field === undefined ? [] : [{ field, code, message: detail }];
}

/** Seconds until it is worth another try, where the service does not know better. */
function usualPause(reason: ProblemReason): number | undefined {
  // A domain's day ends at midnight UTC, and an epoch day does so too.
  if (reason === "day-cap-reached") return Math.max(1, Math.ceil((DAY_MS - (Date.now() % DAY_MS)) / 1_000));
  return problemKinds[reason].status === 503 ? RETRY_SECONDS : undefined;
}
