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
}

export interface Occurrence {
  readonly requestId: string;
  /** Path of the call. */
  readonly instance: string;
  /** The body field that a refusal is about, where it is about one. */
  readonly field?: string | undefined;
}

export const PROBLEM_TYPE = "application/problem+json";
/** Sent with a 503 that says nothing better. */
const RETRY_SECONDS = 5;

/** Where the reference page explains a code; also the problem's `type`. */
export function problemPage(code: string): string {
  return `/api-reference#${code}`;
}

/** RFC 9457, with `code` to program against and `request_id` to find the log line. Repeats nothing that was sent. */
export function describeProblem(refusal: Refusal, occurrence: Occurrence): ApiAnswer {
  const { code, status, title, detail } = problemKinds[refusal.reason];
  const errors = [...(refusal.errors ?? []), ...explainPassword(refusal, occurrence)];
  const retryAfterSeconds = refusal.retryAfterSeconds ?? (status === 503 ? RETRY_SECONDS : undefined);
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

function explainPassword(refusal: Refusal, occurrence: Occurrence): readonly FieldError[] {
  const field = occurrence.field ?? "password";
  return (refusal.problems ?? []).map((code) => ({
    field,
    code,
    message: messages.passwordProblems[code],
  }));
}
