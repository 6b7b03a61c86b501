import { getTranslations } from "next-intl/server";
import type { PasswordProblem } from "@/lib/mailboxes/schema";
import type { FailureReason } from "./failure-reasons";

/** Any refusal a page can meet; the reason decides the sentence, the rest fills it in. */
export interface PageFailure {
  readonly reason: FailureReason;
  readonly retryAfterSeconds?: number;
  readonly longestHours?: number;
  readonly problems?: readonly PasswordProblem[];
}

/** The sentence for a refusal: what happened and what to do next, in the page's language. */
export async function describeFailure(failure: PageFailure): Promise<string> {
  const t = await getTranslations();
  if (failure.problems && failure.problems.length > 0) {
    return failure.problems.map((problem) => t(`passwordProblems.${problem}`)).join(" ");
  }
  const minutes = Math.max(1, Math.ceil((failure.retryAfterSeconds ?? 0) / 60));
  return t(`failures.${failure.reason}`, { minutes, count: failure.longestHours ?? 0 });
}
